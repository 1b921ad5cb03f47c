import { event } from './acts.js';
import type { ChatService } from './ChatService.js';
import { ServiceError } from './ServiceError.js';
import type { AuthenticationSession, Contact, Participant } from './state.js';

/** How a customer's authentication ends, by itself or by CancelParticipantAuthentication. */
export const AUTHENTICATION_OUTCOMES = [
  'succeeded',
  'failed',
  'timeout',
  'expired',
  'cancelled',
] as const;

/** @see AUTHENTICATION_OUTCOMES */
export type AuthenticationOutcome = (typeof AUTHENTICATION_OUTCOMES)[number];

/** Asks a customer to sign in, and answers the session's id. */
export function initiateAuthentication(service: ChatService, participant: Participant): string {
  const sessionId = service.environment.id();
  participant.contact.authenticationSessions.set(sessionId, { participant, urlIssued: false });
  event(service, participant.contact, 'authentication.initiated', {
    from: service.system(participant.contact),
    content: JSON.stringify({ SessionId: sessionId }),
  });
  return sessionId;
}

/** @throws ServiceError ResourceNotFoundException where no such session is open */
export function settleAuthentication(
  service: ChatService,
  contact: Contact,
  sessionId: string,
  outcome: AuthenticationOutcome,
): void {
  const session = contact.authenticationSessions.get(sessionId);
  if (!session) {
    throw new ServiceError('ResourceNotFoundException', 'No authentication session has this id');
  }
  contact.authenticationSessions.delete(sessionId);
  event(service, contact, `authentication.${outcome}`, { from: service.system(contact) });
}

export const findSession = (
  participant: Participant,
  sessionId: string,
): AuthenticationSession | undefined => {
  const session = participant.contact.authenticationSessions.get(sessionId);
  return session?.participant === participant ? session : undefined;
};
