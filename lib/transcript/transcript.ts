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
  /** The id of the item before it; `undefined` if the gap is before all items. */
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
  /** The item at `index`, from 0, or counted from the end if negative, without making `items`. */
  at(index: number): ChatItem | undefined;
  /** Whether there are items before the first one, for `loadOlder()` to bring. */
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
}

/** What the transcript is made of. */
export interface TranscriptState {
  readonly entries: SortedList<Entry>;
  /** Whether the service has older items; `false` if that is not known yet. */
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

/**
 * The transcript after `changes`. Entries that come after all others, as most do, are appended together:
 * copying a path for each costs more than everything else that is done for a message.
 */
export function reduceChanges(
  state: TranscriptState,
  changes: readonly TranscriptChange[],
): TranscriptState {
  let reduced = state;
  for (let i = 0; i < changes.length; i++) {
    const run = runAt(changes, i, at(reduced.entries, reduced.entries.size - 1));
    if (run.length > 1) {
      reduced = { ...reduced, entries: append(reduced.entries, run) };
      i += run.length - 1;
    } else {
      reduced = reduceTranscript(reduced, changes[i]!);
    }
  }
  return reduced;
}

/** The entries that are inserted from `start` on, each after the one before it, the first after `last`. */
function runAt(
  changes: readonly TranscriptChange[],
  start: number,
  last: Entry | undefined,
): readonly Entry[] {
  const run: Entry[] = [];
  let before = last;
  for (let i = start; i < changes.length; i++) {
    const change = changes[i]!;
    if (change.kind !== 'insert') break;
    const { entry } = change;
    if (before && byTimeThenArrival(before, entry) >= 0) break;
    run.push((before = entry));
  }
  return run;
}

/** The public view of `state`. Its items are made when they are first read. */
export const snapshotOf = (
  state: TranscriptState,
  maker: ItemsMaker = new ItemsMaker(),
): Transcript => new Snapshot(state, maker);

class Snapshot implements Transcript {
  declare readonly items: readonly ChatItem[];
  readonly size: number;
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
  readonly #entries: SortedList<Entry>;
  readonly #maker: ItemsMaker;
  #items: readonly ChatItem[] | undefined;

  /** An own property, so that a spread has it; one function for all, so that V8 keeps the object small. */
  static readonly #ITEMS: PropertyDescriptor & ThisType<Snapshot> = {
    enumerable: true,
    get() {
      return (this.#items ??= this.#maker.make(this.#entries));
    },
  };

  constructor({ entries, hasOlder, gaps }: TranscriptState, maker: ItemsMaker) {
    this.size = entries.size;
    this.hasOlder = hasOlder;
    this.gaps = gaps;
    this.#entries = entries;
    this.#maker = maker;
    Object.defineProperty(this, 'items', Snapshot.#ITEMS);
  }

  readonly at = (index: number): ChatItem | undefined =>
    at(this.#entries, index < 0 ? this.size + index : index)?.item;
}

/**
 * Makes the items of entries, copying those it made last as far as they are the same: if a long transcript is
 * read once a frame, a walk through all entries would cost more than the messages do.
 */
export class ItemsMaker {
  #lastEntries = emptyList<Entry>();
  #lastItems: readonly ChatItem[] = [];

  make(entries: SortedList<Entry>): readonly ChatItem[] {
    const same = sharedStart(this.#lastEntries, entries);
    const more: ChatItem[] = [];
    forEach(
      entries,
      ({ item }) => {
        more.push(item);
      },
      same,
    );
    const items = this.#lastItems;
    this.#lastEntries = entries;
    this.#lastItems = (same < items.length ? items.slice(0, same) : items).concat(more);
    return this.#lastItems;
  }
}
