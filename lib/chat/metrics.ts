import type { CallReport } from '../api/index.js';

/** Something measured. Metrics never hold tokens or texts, and stay where they are subscribed. */
export type Metric =
  /** A call of the API, with all its attempts. */
  | ({ readonly type: 'api' } & CallReport)
  /** A socket has opened; milliseconds since its URL was there. */
  | { readonly type: 'socket-opened'; readonly ms: number }
  /** A socket that was open is lost, after how many ms; with its close code where it was closed. */
  | { readonly type: 'socket-closed'; readonly code: number | undefined; readonly ms: number }
  /** A connection was lost or could not be made, and why. */
  | { readonly type: 'connection-lost'; readonly reason: string; readonly retryInMs: number }
  /** How many own messages are on their way now, the one that is being sent included. */
  | { readonly type: 'queue'; readonly length: number }
  /**
   * Own messages were waiting when the chat was closed or ended, and were not confirmed. What `storage`
   * keeps for the next page is not among them.
   */
  | { readonly type: 'dropped'; readonly messages: number }
  /** A frame that is not of the protocol; its length in characters. */
  | { readonly type: 'bad-frame'; readonly reason: string; readonly length: number }
  /** An item of the transcript that can't be read. */
  | { readonly type: 'bad-item'; readonly reason: string }
  /** The gateway in front of the service reported an error. */
  | { readonly type: 'gateway-error'; readonly message: string; readonly requestId: string }
  /** The transcript is whole: how many items had been missed, and how long the fetch took in ms. */
  | { readonly type: 'gap-filled'; readonly items: number; readonly ms: number }
  /** What was missed can't be fetched. */
  | { readonly type: 'gap-unfilled'; readonly reason: string };
