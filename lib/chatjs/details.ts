import type { ConnectionTokenAnswer } from '../lite.js';
import { IllegalArgument } from './answers.js';

/** Where the session is connected to, once it is. */
export interface ConnectionDetails {
  readonly url: string | null;
  readonly expiry: string | null;
  readonly transportLifeTimeInSeconds: number;
  readonly connectionAcknowledged: boolean;
  readonly connectionToken: string | null;
  readonly connectionTokenExpiry: string | null;
}

/** What `getChatDetails()` answers. */
export interface ChatDetails {
  readonly initialContactId: string;
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string | undefined;
  readonly connectionDetails: ConnectionDetails | undefined;
}

/** `chatDetails` of `create`, in the spelling of StartChatContact's answer or of Streams. */
export interface ChatDetailsInput {
  readonly contactId?: string | undefined;
  readonly participantId?: string | undefined;
  readonly participantToken?: string | null | undefined;
  readonly initialContactId?: string | undefined;
  readonly getConnectionToken?: (() => Promise<ConnectionTokenAnswer>) | undefined;
  readonly ContactId?: string | undefined;
  readonly ParticipantId?: string | undefined;
  readonly ParticipantToken?: string | null | undefined;
  readonly InitialContactId?: string | undefined;
}

/** The same, checked. */
export interface CheckedDetails {
  readonly contactId: string;
  readonly participantId: string;
  readonly participantToken: string | undefined;
  readonly initialContactId: string;
  readonly getConnectionToken: (() => Promise<ConnectionTokenAnswer>) | undefined;
}

/**
 * The details that `given` holds: an object, or the JSON text that a page has kept of one.
 *
 * @throws IllegalArgument naming what is missing.
 */
export function checkDetails(given: unknown, needsToken: boolean): CheckedDetails {
  const details = (typeof given === 'string' ? parsed(given) : given) as ChatDetailsInput | null;
  if (typeof details !== 'object' || details === null) {
    throw new IllegalArgument('chatDetails must be an object');
  }
  const contactId = named('contactId', details.contactId ?? details.ContactId);
  const participantToken = details.participantToken ?? details.ParticipantToken ?? undefined;
  const { getConnectionToken } = details;
  if (getConnectionToken !== undefined && typeof getConnectionToken !== 'function') {
    throw new IllegalArgument('chatDetails.getConnectionToken is not a function');
  }
  if (participantToken !== undefined || (needsToken && !getConnectionToken)) {
    named('participantToken', participantToken);
  }
  return {
    contactId,
    participantId: named('participantId', details.participantId ?? details.ParticipantId),
    participantToken,
    initialContactId: details.initialContactId ?? details.InitialContactId ?? contactId,
    getConnectionToken,
  };
}

/**
 * `details` as events carry them: whoever logs or stores an event has no token in it. They are read
 * as ever, by their names.
 */
export function withHiddenTokens(details: ChatDetails): ChatDetails {
  const { participantToken, connectionDetails, ...open } = details;
  const { connectionToken, url, ...openConnection } = connectionDetails ?? ({} as never);
  return hidden(
    {
      ...open,
      connectionDetails: connectionDetails && hidden(openConnection, { connectionToken, url }),
    },
    { participantToken },
  ) as ChatDetails;
}

const hidden = (open: object, secret: Readonly<Record<string, unknown>>): object =>
  Object.defineProperties(
    open,
    Object.fromEntries(Object.entries(secret).map(([name, value]) => [name, { value }])),
  );

function named(field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new IllegalArgument(`chatDetails.${field} must be a string that is not empty`);
  }
  return value;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
