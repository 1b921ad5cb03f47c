import type { ConnectionTokenAnswer } from '../lite.js';
import { camelCase } from './letterCase.js';

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
  readonly participantToken?: string | undefined;
  readonly connectionDetails?:
    | (ConnectionDetails & {
        /** `null` while the backend of a `customChatClient` keeps it. */
        readonly connectionToken: string;
        /** Declared as by amazon-connect-chatjs, for code that names them; neither library sets them. */
        readonly ConnectionId: string;
        readonly PreSignedConnectionUrl: string;
      })
    | undefined;
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

/** The fields that `given` has, an object or the JSON text that a page has kept of one. */
export function detailsOf(given: unknown): ChatDetailsInput {
  try {
    return camelCase(Object(typeof given === 'string' ? JSON.parse(given) : given) as object);
  } catch {
    return {};
  }
}

/**
 * `details` as events carry them: whoever logs or stores an event has no token in it. They are read
 * as ever, by their names.
 */
export const withHiddenTokens = ({ connectionDetails, ...details }: ChatDetails): ChatDetails =>
  hiding(
    {
      ...details,
      connectionDetails: connectionDetails && hiding(connectionDetails, 'connectionToken', 'url'),
    },
    'participantToken',
  );

const hiding = <T extends object>(fields: T, ...names: readonly (keyof T)[]): T =>
  Object.defineProperties(
    { ...fields },
    Object.fromEntries(names.map((name) => [name, { enumerable: false }])),
  );
