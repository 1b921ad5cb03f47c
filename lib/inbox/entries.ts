import { type ChatItem, idOf, readItem, type WireItem } from '../wire/index.js';
import { createStringInterner } from './internStrings.js';

/**
 * Where an item comes from: the socket, or the transcript: as it was when the chat was joined, as it
 * was missed while no socket was open, or older pages asked for later.
 */
export type Origin = 'live' | 'history' | 'gap' | 'older';

/** An item at its place: by time, then by arrival. */
export interface Entry {
  /** Milliseconds since 1970; Infinity for own messages on their way, which come last. */
  readonly time: number;
  /** Counts upwards from 1; for items of older pages downwards from -1. */
  readonly arrival: number;
  readonly item: ChatItem;
}

/** An item as the socket brought it, checked; `time` is in milliseconds since 1970. */
export interface Received {
  readonly raw: WireItem;
  readonly time: number;
}

/**
 * An entry that reads its item when somebody looks at it. An item in our spelling takes as much memory
 * as one in the service's, and a message costs by half more where every one is read and kept.
 */
export class ReceivedEntry implements Entry {
  #item: ChatItem | undefined;

  constructor(
    readonly raw: WireItem,
    readonly time: number,
    readonly arrival: number,
  ) {}

  get item(): ChatItem {
    return (this.#item ??= readItem(this.raw, this.time));
  }

  /** The item, without keeping it where nobody else has looked. */
  peek(): ChatItem {
    return this.#item ?? readItem(this.raw, this.time);
  }
}

/** The time of what lies behind all that has one, and before what is on its way. */
export const BEHIND_ALL = Number.MAX_VALUE;

/** The order of the transcript. */
export const byTimeThenArrival = (a: Entry, b: Entry): number =>
  a.time === b.time ? a.arrival - b.arrival : a.time - b.time;

/** What becomes of the transcript; `replace` is another item at the same place. */
export interface Change {
  readonly kind: 'insert' | 'remove' | 'replace';
  readonly entry: Entry;
}

/** Every item of the transcript by its id, and what has changed of them. */
export interface Entries {
  get(id: string): Entry | undefined;
  insert(item: ChatItem, time: number, origin: Origin): Entry;
  /** Puts in an item as it was received, of which `takeChanges` does not tell. */
  insertReceived(received: Received): ReceivedEntry;
  /** Puts an item on its way behind all others; it is not to be found by its id. */
  insertLast<T extends ChatItem>(item: T): Entry & { readonly item: T };
  /** Another item at the same place. */
  replace(known: Entry, item: ChatItem): Entry;
  /** The item at the same place under another id, or another of it. */
  rename(known: Entry, item: ChatItem): Entry;
  /** Another item at another time: the transcript knows better when a message began. */
  move(known: Entry, item: ChatItem, time: Date): Entry;
  remove(entry: Entry): void;
  /** The item is kept no more, and that is known already. */
  forget(entry: Entry): void;
  /** The time of the newest item that was inserted. */
  readonly newestTime: number;
  /** What has changed since this was asked last. */
  takeChanges(): readonly Change[];
}

/**
 * An index that begins empty: one mutable Map, bounded by the transcript. A persistent one would cost
 * more than everything else that is done for a message.
 */
export function createEntries(): Entries {
  const byId = new Map<string, Entry>();
  const internStrings = createStringInterner();
  let changes: Change[] = [];
  let arrivals = 0;
  let olderArrivals = 0;
  let newestTime = 0;

  const put = (kind: 'insert' | 'replace', entry: Entry): Entry => {
    byId.set(entry.item.id, entry);
    changes.push({ kind, entry });
    return entry;
  };

  return {
    get: (id) => byId.get(id),
    insert: (item, time, origin) => {
      if (time > newestTime && time < BEHIND_ALL) newestTime = time;
      const arrival = origin === 'older' ? --olderArrivals : ++arrivals;
      return put('insert', { time, arrival, item });
    },
    insertLast: (item) => {
      const entry = { time: Infinity, arrival: ++arrivals, item };
      changes.push({ kind: 'insert', entry });
      return entry;
    },
    insertReceived: ({ raw, time }) => {
      if (time > newestTime) newestTime = time;
      internStrings(raw);
      const entry = new ReceivedEntry(raw, time, ++arrivals);
      byId.set(idOf(raw), entry);
      return entry;
    },
    replace: ({ time, arrival }, item) => put('replace', { time, arrival, item }),
    rename: ({ time, arrival, item: { id } }, item) => {
      byId.delete(id);
      return put('replace', { time, arrival, item });
    },
    move: (known, item, time) => {
      changes.push({ kind: 'remove', entry: known });
      const { arrival } = known;
      return put('insert', { time: time.getTime(), arrival, item: { ...item, time } });
    },
    remove: (entry) => {
      byId.delete(entry.item.id);
      changes.push({ kind: 'remove', entry });
    },
    forget: ({ item }) => {
      byId.delete(item.id);
    },
    get newestTime() {
      return newestTime;
    },
    takeChanges: () => {
      const taken = changes;
      if (taken.length > 0) changes = [];
      return taken;
    },
  };
}
