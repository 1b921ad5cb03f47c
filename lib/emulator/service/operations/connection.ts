import type { ChatService } from '../ChatService.js';
import { optionalBoolean, optionalStrings, type Input } from '../input.js';
import { invalid } from '../ServiceError.js';
import type { Participant } from '../state.js';

const CONNECTION_TYPES = ['WEBSOCKET', 'CONNECTION_CREDENTIALS', 'WEBRTC_CONNECTION'];

/** Without `Type`, `ConnectParticipant` only acknowledges: the answer is empty. */
export function createParticipantConnection(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const types = optionalStrings(input, 'Type');
  if (types?.some((type) => !CONNECTION_TYPES.includes(type))) {
    throw invalid(`Type must be of ${CONNECTION_TYPES.join(', ')}`);
  }
  const acknowledges = optionalBoolean(input, 'ConnectParticipant') ?? false;
  if (!types && !acknowledges) throw invalid('Type or ConnectParticipant is required');

  service.join(participant);
  return {
    ...(types?.includes('WEBSOCKET') && { Websocket: websocket(service, participant) }),
    ...(types?.includes('CONNECTION_CREDENTIALS') && {
      ConnectionCredentials: credentials(service, participant),
    }),
    ...(types?.includes('WEBRTC_CONNECTION') && { WebRTCConnection: webRtcConnection(service) }),
  };
}

export function disconnectParticipant(service: ChatService, participant: Participant): object {
  service.leave(participant);
  return {};
}

function websocket(service: ChatService, participant: Participant): object {
  const { id, lifetimes, urls } = service.environment;
  const ticket = id();
  const expiry = service.now() + lifetimes().websocketUrl;
  service.directory.websocketTickets.add(ticket, participant, expiry);
  return { Url: urls.websocket(ticket), ConnectionExpiry: new Date(expiry).toISOString() };
}

function credentials(service: ChatService, participant: Participant): object {
  const { id, lifetimes } = service.environment;
  const token = id();
  const expiry = service.now() + lifetimes().connectionToken;
  service.directory.connectionTokens.add(token, participant, expiry);
  return { ConnectionToken: token, Expiry: new Date(expiry).toISOString() };
}

/** Of the right shape; there is no call behind it. */
function webRtcConnection(service: ChatService): object {
  const { id } = service.environment;
  return {
    Attendee: { AttendeeId: id(), JoinToken: id() },
    Meeting: {
      MeetingId: id(),
      MediaPlacement: {},
      MeetingFeatures: { Audio: { EchoReduction: 'UNAVAILABLE' } },
    },
  };
}
