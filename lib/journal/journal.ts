/** The version that is written, and the only one that is read. */
export const JOURNAL_VERSION = 1;

/**
 * What came into a chat, in its order, for {@link replay}. Plain JSON: no token, no URL, no text and no
 * name is in it, but numbered stand-ins; ids, times, types and statuses are as they were.
 */
export interface Journal {
  readonly version: typeof JOURNAL_VERSION;
  readonly chat: JournalChat;
  /** Of the chat's chance. */
  readonly seed: number;
  /** Whether it was full before the chat was over: what came later is not in it. */
  readonly truncated: boolean;
  readonly entries: readonly JournalEntry[];
}

/** Which chat it was, and its options as far as they count. */
export interface JournalChat {
  readonly details: {
    readonly contactId: string;
    readonly participantId: string;
    readonly initialContactId?: string | undefined;
    readonly continuedFromContactId?: string | undefined;
  };
  readonly type: 'CUSTOMER' | 'AGENT';
  /** Options of `createChat` that are numbers and switches; `null` is Infinity. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Which of the ports that a chat can do without it had. */
  readonly ports: readonly OptionalPort[];
  readonly canBeLetIn: boolean;
}

/** @see JournalChat.ports */
export type OptionalPort = 'limiter' | 'webSocketManager$' | 'getConnectionToken' | 'storage';

/** JSON. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What something that the chat has opened can tell. */
export type Notice =
  { readonly type: 'next' | 'error'; readonly value: Json } | { readonly type: 'complete' };

/**
 * One thing that came in, or that is good to know.
 *
 * `id` is whose: that of something that the chat has opened or scheduled, which is the index of the
 * entry in which it did that, and how many it had opened in it before, such as `12.0`.
 */
export type JournalEntry = {
  /** By the chat's clock, in milliseconds. */
  readonly at: number;
} & (
  | { readonly type: 'create' }
  /** The app calls a method of the chat. */
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Json[] }
  /** The app subscribes to what the call at the index `of` gave. */
  | { readonly type: 'subscribe'; readonly of: number }
  /** The app unsubscribes what the entry at the index `of` subscribed. */
  | { readonly type: 'unsubscribe'; readonly of: number }
  | { readonly type: 'timer'; readonly id: string }
  | (Notice & { readonly id: string })
  /** The chat asks for something: an operation of the API, a socket, or what the network is. */
  | { readonly type: 'open'; readonly id: string; readonly what: string }
  /** What came as soon as it was asked for, so that it belongs to the entry in which that was. */
  | { readonly type: 'at-once'; readonly id: string; readonly came: readonly Notice[] }
  | { readonly type: 'state'; readonly status: string }
);

/** What an entry says, besides when. */
export type Happening = JournalEntry extends infer Entry
  ? Entry extends unknown
    ? Omit<Entry, 'at'>
    : never
  : never;
