import { byTimeThenArrival, type Entry } from '../inbox/index.js';
import { isMessage, isPast } from '../wire/index.js';
import { at, emptyList, put, remove, type SortedList } from './sortedList.js';
import type { TranscriptChange } from './transcript.js';

/** Others' messages that this participant has not read. */
export interface Unread {
  /** Others' messages after the read mark; all of them if there is none. */
  readonly entries: SortedList<Entry>;
  /** How many of them are from older pages. */
  readonly older: number;
  /** When the last message that was read was sent, in milliseconds since 1970. */
  readonly readUpTo: number | undefined;
}

/** What changes what is unread: the transcript, or the read mark, in milliseconds since 1970. */
export type UnreadChange = TranscriptChange | { readonly kind: 'read'; readonly upTo: number };

/** Nothing is known, nor read. */
export const NOTHING_UNREAD: Unread = { entries: emptyList(), older: 0, readUpTo: undefined };

/**
 * What is unread after `change`, where `self` is the id of this participant. Costs O(log n), a read
 * mark as much for each message that it passes.
 */
export function reduceUnread(unread: Unread, change: UnreadChange, self: string): Unread {
  switch (change.kind) {
    case 'insert':
      return counts(unread, change.entry, self)
        ? changed(unread, put(unread.entries, change.entry, byTimeThenArrival), change.entry)
        : unread;
    case 'remove':
      return changed(unread, remove(unread.entries, change.entry, byTimeThenArrival), change.entry);
    case 'read':
      return readUpTo(unread, change.upTo);
    default:
      return unread;
  }
}

/**
 * How many messages are unread. Where nothing is known to be read, older pages do not count: whoever
 * asks for them wants to read again.
 */
export const unreadCount = ({ entries, older, readUpTo: mark }: Unread): number =>
  mark === undefined ? entries.size - older : entries.size;

const counts = ({ readUpTo: mark }: Unread, { item, time }: Entry, self: string) =>
  isMessage(item) &&
  !isPast(item) &&
  item.participant.id !== self &&
  !(mark !== undefined && time <= mark);

function changed(unread: Unread, entries: SortedList<Entry>, { arrival }: Entry): Unread {
  if (entries === unread.entries) return unread;
  const more = entries.size - unread.entries.size;
  return { ...unread, entries, older: unread.older + (arrival < 0 ? more : 0) };
}

function readUpTo(unread: Unread, mark: number): Unread {
  if (mark <= (unread.readUpTo ?? -Infinity)) return unread;
  let rest: Unread = { ...unread, readUpTo: mark };
  for (let first = at(rest.entries, 0); first && first.time <= mark; first = at(rest.entries, 0)) {
    rest = changed(rest, remove(rest.entries, first, byTimeThenArrival), first);
  }
  return rest;
}
