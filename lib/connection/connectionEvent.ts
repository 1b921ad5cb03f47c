import type { ChatError } from '../api/index.js';
import type { SessionEvent } from './session.js';

/** Why there is no connection. The next attempt is number `attempt`, in `retryInMs` milliseconds. */
export interface ConnectionLoss {
  readonly error: ChatError;
  readonly attempt: number;
  readonly retryInMs: number;
}

/** What happens to the connection. Frames and heartbeats go to handlers instead. */
export type ConnectionEvent =
  | SessionEvent
  /** An attempt starts; `attempt` counts from 1 since the last `subscribed`. */
  | { readonly type: 'connecting'; readonly attempt: number }
  /** The service has issued a token; the socket is being opened. */
  | { readonly type: 'authorized' }
  /** The connection is lost, or an attempt failed. */
  | ({ readonly type: 'lost' } & ConnectionLoss)
  /** The network is back before the next attempt may be made. */
  | ({ readonly type: 'waiting' } & ConnectionLoss)
  /** The transcript is polled instead of a socket, and has been fetched. */
  | { readonly type: 'polling' }
  /** A poll of the transcript failed after polls had succeeded. */
  | { readonly type: 'poll-failed'; readonly error: ChatError }
  /** The network is away: there is no attempt until it is back. */
  | { readonly type: 'offline' }
  /** The first item that came belongs to the contact `contactId`, and so to no open chat. */
  | { readonly type: 'unrouted-item'; readonly contactId: string };
