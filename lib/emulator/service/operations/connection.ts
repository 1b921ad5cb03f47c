import type { ChatService } from '../ChatService.js';
import { optionalBoolean, optionalStrings, type Input } from '../input.js';
import { invalid } from '../ServiceError.js';
import type { Participant, TicketOwner } from '../state.js';

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
  if (acknowledges) service.beginFlow(participant);
  return {
    ...(types?.includes('CONNECTION_CREDENTIALS') && {
      ConnectionCredentials: issueCredentials(service, participant),
    }),
    ...(types?.includes('WEBSOCKET') && { Websocket: issueWebsocket(service, participant) }),
    ...(types?.includes('WEBRTC_CONNECTION') && { WebRTCConnection: webRtcConnection(service) }),
  };
}

export function disconnectParticipant(service: ChatService, participant: Participant): object {
  service.leave(participant);
  return {};
}

/** A socket's URL, as CreateParticipantConnection answers it. */
export interface IssuedWebsocket {
  readonly Url: string;
  readonly ConnectionExpiry: string;
}

export function issueWebsocket(service: ChatService, owner: TicketOwner): IssuedWebsocket {
  const { id, lifetimes, urls } = service.environment;
  const ticket = id();
  const expiry = service.now() + lifetimes().websocketUrl;
  service.directory.websocketTickets.add(ticket, owner, expiry);
  return { ConnectionExpiry: new Date(expiry).toISOString(), Url: urls.websocket(ticket) };
}

/** A connection token, as CreateParticipantConnection answers it. */
export interface IssuedCredentials {
  readonly ConnectionToken: string;
  readonly Expiry: string;
}

export function issueCredentials(
  service: ChatService,
  participant: Participant,
): IssuedCredentials {
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
