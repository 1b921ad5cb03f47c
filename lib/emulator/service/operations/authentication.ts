import { findSession, settleAuthentication } from '../authentication.js';
import type { ChatService } from '../ChatService.js';
import { requiredString, type Input } from '../input.js';
import { invalid } from '../ServiceError.js';
import type { Participant } from '../state.js';

export function getAuthenticationUrl(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const sessionId = requiredString(input, 'SessionId', { max: 36 });
  const redirectUri = requiredString(input, 'RedirectUri', { max: 1_024 });
  const session = findSession(participant, sessionId);
  if (!session || session.urlIssued) {
    throw invalid('SessionId is not the id of a session that still has its URL');
  }
  session.urlIssued = true;
  return { AuthenticationUrl: service.environment.urls.authentication(sessionId, redirectUri) };
}

export function cancelParticipantAuthentication(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const sessionId = requiredString(input, 'SessionId', { max: 36 });
  if (!findSession(participant, sessionId)) {
    throw invalid('SessionId is not the id of an open session');
  }
  settleAuthentication(service, participant.contact, sessionId, 'cancelled');
  return {};
}
