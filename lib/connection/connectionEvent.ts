import type { ChatError } from '../api/index.js';
import type { SessionEvent } from './session.js';

/** Why there is no connection; `attempt` is the next one, in `retryInMs`. */
export interface ConnectionLoss {
  readonly error: ChatError;
  readonly attempt: number;
  readonly retryInMs: number;
}

/** What happens to the connection; frames and heartbeats take ways of their own. */
export type ConnectionEvent =
  | SessionEvent
  /** An attempt begins; counted from 1 since the connection was last made. */
  | { readonly type: 'connecting'; readonly attempt: number }
  /** The service has given a token; the socket is being opened. */
  | { readonly type: 'authorized' }
  /** The connection is gone, or could not be made. */
  | ({ readonly type: 'lost' } & ConnectionLoss)
  /** The network is back before the next attempt may be made. */
  | ({ readonly type: 'waiting' } & ConnectionLoss)
  /** The transcript is polled in place of a socket, and has answered. */
  | { readonly type: 'polling' }
  /** The transcript that is polled does not answer any more. */
  | { readonly type: 'poll-failed'; readonly error: ChatError }
  /** The network is away: nothing is tried until it is back. */
  | { readonly type: 'offline' }
  /** The first item that came is of the contact `contactId`, and of no chat that is open. */
  | { readonly type: 'stray'; readonly contactId: string };
