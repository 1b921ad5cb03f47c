import { byTimeThenArrival, type Change, type Entry } from '../inbox/index.js';
import type { ChatItem } from '../wire/index.js';
import {
  append,
  at,
  emptyList,
  forEach,
  put,
  remove,
  sharedStart,
  type SortedList,
} from './sortedList.js';

/** A place where items may be missing, since the service could not be asked for them. */
export interface TranscriptGap {
  /** The id of the item that it lies behind; `undefined` where it lies before all. */
  readonly after: string | undefined;
}

/**
 * What the service keeps of a chat, and one's own messages on their way, at one moment. It does not
 * change; the next one shares what is the same.
 */
export interface Transcript {
  /** Sorted by time, then by arrival; own messages on their way come last. Made when first read. */
  readonly items: readonly ChatItem[];
  /** How many `items` there are, without making them. */
  readonly size: number;
  /** The item at `index`, from 0, or counted from the end where negative, without making `items`. */
  at(index: number): ChatItem | undefined;
  /** Whether there are items before the first one, for `loadOlder()` to bring. */
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
}

/** What the transcript is made of. */
export interface TranscriptState {
  readonly entries: SortedList<Entry>;
  /** Whether the service has older items; not where nobody knows yet. */
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
}

/** What changes a transcript. */
export type TranscriptChange =
  | Change
  | { readonly kind: 'older'; readonly hasOlder: boolean }
  | { readonly kind: 'gap'; readonly after: string | undefined }
  | { readonly kind: 'whole' };

/** A transcript of which nothing is known. */
export const EMPTY_TRANSCRIPT: TranscriptState = {
  entries: emptyList(),
  hasOlder: false,
  gaps: [],
};

/** The transcript after `change`. */
export function reduceTranscript(
  state: TranscriptState,
  change: TranscriptChange,
): TranscriptState {
  switch (change.kind) {
    case 'insert':
    case 'replace':
      return { ...state, entries: put(state.entries, change.entry, byTimeThenArrival) };
    case 'remove':
      return { ...state, entries: remove(state.entries, change.entry, byTimeThenArrival) };
    case 'older':
      return state.hasOlder === change.hasOlder ? state : { ...state, hasOlder: change.hasOlder };
    case 'gap':
      return state.gaps.some(({ after }) => after === change.after)
        ? state
        : { ...state, gaps: [...state.gaps, { after: change.after }] };
    case 'whole':
      return state.gaps.length === 0 ? state : { ...state, gaps: [] };
  }
}

/** An entry alone stands for its insertion. */
export const asChange = (change: TranscriptChange | Entry): TranscriptChange =>
  'kind' in change ? change : { kind: 'insert', entry: change };

/**
 * The transcript after `changes`. Entries that come behind all others, as most do, are appended
 * together: a path copied for each costs more than everything else that is done for a message.
 */
export function reduceChanges(
  state: TranscriptState,
  changes: readonly (TranscriptChange | Entry)[],
): TranscriptState {
  let reduced = state;
  for (let i = 0; i < changes.length; i++) {
    const run = runAt(changes, i, at(reduced.entries, reduced.entries.size - 1));
    if (run.length > 1) {
      reduced = { ...reduced, entries: append(reduced.entries, run) };
      i += run.length - 1;
    } else {
      reduced = reduceTranscript(reduced, asChange(changes[i]!));
    }
  }
  return reduced;
}

/** The entries that are inserted from `start` on, each behind the one before it, the first behind `last`. */
function runAt(
  changes: readonly (TranscriptChange | Entry)[],
  start: number,
  last: Entry | undefined,
): readonly Entry[] {
  const run: Entry[] = [];
  let behind = last;
  for (let i = start; i < changes.length; i++) {
    const change = changes[i]!;
    if ('kind' in change && change.kind !== 'insert') break;
    const entry = 'kind' in change ? change.entry : change;
    if (behind && byTimeThenArrival(behind, entry) >= 0) break;
    run.push((behind = entry));
  }
  return run;
}

/** Makes the items of entries. */
export type MakeItems = (entries: SortedList<Entry>) => readonly ChatItem[];

/**
 * What users see of `state`.
 *
 * @param makeItems - called when the items are first read.
 */
export const snapshotOf = (
  { entries, hasOlder, gaps }: TranscriptState,
  makeItems: MakeItems = itemsMaker(),
): Transcript => {
  let items: readonly ChatItem[] | undefined;
  return {
    get items() {
      return (items ??= makeItems(entries));
    },
    size: entries.size,
    at: (index) => at(entries, index < 0 ? entries.size + index : index)?.item,
    hasOlder,
    gaps,
  };
};

/**
 * Makes items by copying those it made last, as far as they are the same: of a long transcript that is
 * read once a frame, walking through all entries would cost more than the messages do.
 */
export function itemsMaker(): MakeItems {
  let lastEntries = emptyList<Entry>();
  let lastItems: readonly ChatItem[] = [];
  return (entries) => {
    const same = sharedStart(lastEntries, entries);
    const more: ChatItem[] = [];
    forEach(
      entries,
      ({ item }) => {
        more.push(item);
      },
      same,
    );
    lastEntries = entries;
    lastItems = (same < lastItems.length ? lastItems.slice(0, same) : lastItems).concat(more);
    return lastItems;
  };
}
