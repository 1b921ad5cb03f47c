import type {
  ChatEnded,
  ChatError,
  ConnectionState,
  Heartbeat,
  Metric,
  Participant,
  Receipt,
  TranscriptGap,
  UnknownFrame,
} from '../lite.js';
import { decodeError, encodeError, type EncodedError } from './sharedError.js';
import { type EncodedItem, SharedItem } from './sharedItem.js';

/** A change of the leader's transcript. Items go by their ids: an index means nothing after a takeover. */
export type TranscriptOp<Item> =
  | {
      readonly kind: 'put';
      readonly item: Item;
      /** The id of the item before it, for items of the same time. */
      readonly after: string | undefined;
      /** The id that the item had before, if it has another now. */
      readonly was?: string | undefined;
    }
  | { readonly kind: 'remove'; readonly id: string };

/** What the leader's transcript says besides its items. */
export interface TranscriptFacts {
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
  /** The id of its first item. */
  readonly first: string | undefined;
}

/** What happens in the leader's chat, for all tabs. */
export type FeedEvent<Item = SharedItem, Failure = ChatError, State = ConnectionState> =
  | (TranscriptFacts & {
      readonly kind: 'transcript';
      readonly ops: readonly TranscriptOp<Item>[];
    })
  /** An item is one of `messages$` or `events$`. */
  | { readonly kind: 'arrived'; readonly item: Item }
  | { readonly kind: 'partial'; readonly item: Item }
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'typing'; readonly participants: readonly Participant[] }
  | { readonly kind: 'participants'; readonly participants: readonly Participant[] }
  | { readonly kind: 'unread'; readonly count: number }
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly kind: 'metric'; readonly metric: Metric }
  | { readonly kind: 'unknown'; readonly frame: UnknownFrame }
  | { readonly kind: 'connected'; readonly since: Date }
  /** `connect()` has errored. */
  | { readonly kind: 'failed'; readonly error: Failure }
  | { readonly kind: 'ended'; readonly ended: ChatEnded }
  /** What the next leader goes on from, as the chat writes it to a `ChatStorage`, without the token. */
  | { readonly kind: 'snapshot'; readonly text: string };

/** The state of the connection with its errors encoded. */
export interface EncodedState {
  readonly state: ConnectionState;
  readonly error: EncodedError | undefined;
}

/** The same event as it goes over the channel. */
export type EncodedEvent = FeedEvent<EncodedItem, EncodedError, EncodedState>;

export function encodeEvent(event: FeedEvent): EncodedEvent {
  switch (event.kind) {
    case 'transcript':
      return {
        ...event,
        ops: event.ops.map((op) => (op.kind === 'put' ? { ...op, item: op.item.encode() } : op)),
      };
    case 'arrived':
    case 'partial':
      return { ...event, item: event.item.encode() };
    case 'state':
      return { ...event, state: encodeState(event.state) };
    case 'failed':
      return { ...event, error: encodeError(event.error) };
    default:
      return event;
  }
}

/** @param share - gives the same string for equal ones. */
export function decodeEvent(event: EncodedEvent, share: (text: string) => string): FeedEvent {
  switch (event.kind) {
    case 'transcript':
      return {
        ...event,
        ops: event.ops.map((op) =>
          op.kind === 'put' ? { ...op, item: SharedItem.decode(op.item, share) } : op,
        ),
      };
    case 'arrived':
    case 'partial':
      return { ...event, item: SharedItem.decode(event.item, share) };
    case 'state':
      return { ...event, state: decodeState(event.state) };
    case 'failed':
      return { ...event, error: decodeError(event.error) };
    default:
      return event;
  }
}

export function encodeState(state: ConnectionState): EncodedState {
  if (state.status === 'failed') {
    const { error, ...rest } = state;
    return { state: rest as ConnectionState, error: encodeError(error) };
  }
  if ('reason' in state && typeof state.reason === 'object') {
    const { reason, ...rest } = state;
    return { state: rest as ConnectionState, error: encodeError(reason) };
  }
  return { state, error: undefined };
}

export function decodeState({ state, error }: EncodedState): ConnectionState {
  if (error === undefined) return state;
  const name = state.status === 'failed' ? 'error' : 'reason';
  return { ...state, [name]: decodeError(error) };
}
