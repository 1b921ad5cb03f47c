import type { OutgoingMessage } from '../lite.js';
import type { CommandName } from './commands.js';
import { type EncodedState, decodeState, encodeState, type EncodedEvent } from './feed.js';
import type { EncodedError } from './sharedError.js';
import { type EncodedItem, SharedItem } from './sharedItem.js';
import type { SharedState } from './mirror.js';

/** Messages of another form get another version, and so another channel and another lock. */
export const VERSION = 1;

/** When and by whom a lead was taken: a later one counts, an earlier one is over. */
export interface Term {
  /** Milliseconds since 1970, or more, so that it is later than any before. */
  readonly at: number;
  readonly by: string;
}

/** What tabs tell each other. `from` is a tab's id. */
export type TabMessage =
  /** A tab is there, and wants to be told everything. */
  | { readonly kind: 'hello'; readonly from: string }
  /** A tab goes. */
  | { readonly kind: 'bye'; readonly from: string }
  /** A tab asks whether the leader lives. */
  | { readonly kind: 'ping'; readonly from: string }
  | {
      readonly kind: 'pong';
      readonly from: string;
      readonly term: Term;
      readonly seq: number;
      /** Whether it tries to connect, or polls, on the slow timers of a hidden page. */
      readonly isSlow: boolean;
    }
  /** A tab leads from now on. */
  | { readonly kind: 'lead'; readonly from: string; readonly term: Term }
  /** Everything, for the tab `to`. */
  | {
      readonly kind: 'state';
      readonly from: string;
      readonly term: Term;
      readonly to: string;
      readonly seq: number;
      readonly shared: EncodedShared;
    }
  | {
      readonly kind: 'feed';
      readonly from: string;
      readonly term: Term;
      /** Counts the leader's events from 1, so that a tab notices that it has missed some. */
      readonly seq: number;
      readonly event: EncodedEvent;
    }
  /** A command for the leader. */
  | {
      readonly kind: 'ask';
      readonly from: string;
      readonly id: number;
      readonly name: CommandName;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'cancel'; readonly from: string; readonly id: number }
  /** What the command `id` of the tab `to` has emitted. */
  | {
      readonly kind: 'answer';
      readonly from: string;
      readonly to: string;
      readonly id: number;
      readonly answer: Answer;
    }
  /** A tab follows the new leader, which is to go on with the messages that the one before was sending. */
  | { readonly kind: 'drafts'; readonly from: string; readonly drafts: readonly OutgoingMessage[] };

export type Answer =
  | { readonly kind: 'next'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: EncodedError }
  | { readonly kind: 'complete' };

/** A {@link SharedState} as it goes over the channel. */
export type EncodedShared = Omit<SharedState, 'items' | 'state'> & {
  readonly items: readonly EncodedItem[];
  readonly state: EncodedState;
};

export const encodeShared = (shared: SharedState): EncodedShared => ({
  ...shared,
  items: shared.items.map((item) => item.encode()),
  state: encodeState(shared.state),
});

/** @param share - gives the same string for equal ones. */
export const decodeShared = (
  shared: EncodedShared,
  share: (text: string) => string,
): SharedState => ({
  ...shared,
  items: shared.items.map((item) => SharedItem.decode(item, share)),
  state: decodeState(shared.state),
});

/** Whether `a` counts and `b` is over. */
export const isLater = (a: Term, b: Term | undefined): boolean =>
  b === undefined || a.at > b.at || (a.at === b.at && a.by > b.by);

export const isSame = (a: Term, b: Term | undefined): boolean => a.at === b?.at && a.by === b.by;
