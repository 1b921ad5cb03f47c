import {
  type ChatItem,
  contentTypeOf,
  idOf,
  isKept,
  isMessage,
  isMessageType,
  readItem,
  textOf,
  typeOf,
  type WireItem,
} from '../wire/index.js';
import { StringInterner } from './StringInterner.js';

/**
 * Where an item comes from: the socket (`live`), or the transcript as it was when the chat was joined
 * (`history`), as it was while no socket was open (`gap`), or from pages loaded later (`older`).
 */
export type Origin = 'live' | 'history' | 'gap' | 'older';

/**
 * An item as it was received and checked. Its {@link ChatItem} is made when somebody first reads it: it
 * takes as much memory as the wire item, and a message costs half as much again if every one is read.
 */
export class ReceivedItem {
  #item: ChatItem | undefined;

  /** @param time - when it was sent, in milliseconds since 1970. */
  constructor(
    readonly raw: WireItem,
    readonly time: number,
    item?: ChatItem,
  ) {
    this.#item = item;
  }

  get item(): ChatItem {
    return (this.#item ??= this.peek());
  }

  /** The item, without keeping it unless somebody else has read it. */
  peek(): ChatItem {
    return this.#item ?? readItem(this.raw, this.time);
  }

  /** The same item at a place in the transcript. */
  at(time: number, arrival: number): Entry {
    return new Entry(this.raw, time, arrival, this.#item);
  }

  get id(): string {
    return this.#item?.id ?? idOf(this.raw);
  }

  get type(): string {
    return this.#item?.type ?? typeOf(this.raw);
  }

  get contentType(): string {
    return this.#item?.contentType ?? contentTypeOf(this.raw, this.type);
  }

  get participantId(): string {
    return this.#item?.participant.id ?? textOf(this.raw.ParticipantId);
  }

  get isMessage(): boolean {
    return isMessageType(this.type);
  }

  /** Whether it is a streamed message that is not complete; an unread piece has not been joined yet. */
  get isPartial(): boolean {
    return this.#item !== undefined && isMessage(this.#item) && this.#item.partial === true;
  }

  get isKept(): boolean {
    return isKept(this);
  }
}

/** An item of a page, or one that has been read. */
export const asReceived = (item: ChatItem): ReceivedItem =>
  new ReceivedItem(item.raw, item.time.getTime(), item);

/** An item at its place in the transcript: by time, then by arrival. */
export class Entry extends ReceivedItem {
  /**
   * @param time - milliseconds since 1970; Infinity for own pending messages, which come last.
   * @param arrival - counts upwards from 1; for items of older pages downwards from -1.
   */
  constructor(
    raw: WireItem,
    time: number,
    readonly arrival: number,
    item?: ChatItem,
  ) {
    super(raw, time, item);
  }
}

/** The time of an item that comes after all that have one, and before pending messages. */
export const AFTER_ALL = Number.MAX_VALUE;

/** The order of the transcript. */
export const byTimeThenArrival = (a: Entry, b: Entry): number =>
  a.time === b.time ? a.arrival - b.arrival : a.time - b.time;

/** A change of the transcript; `replace` puts another item at the same place. */
export interface Change {
  readonly kind: 'insert' | 'remove' | 'replace';
  readonly entry: Entry;
}

/**
 * The index of the transcript's items by their ids, and its changes. A mutable Map, bounded by the
 * transcript: a persistent one would cost more than everything else that is done for a message.
 */
export class Entries {
  readonly #byId = new Map<string, Entry>();
  readonly #strings = new StringInterner();
  #changes: Change[] = [];
  #arrivals = 0;
  #olderArrivals = 0;
  #newestTime = 0;

  /** The time of the newest item that was inserted. */
  get newestTime(): number {
    return this.#newestTime;
  }

  get(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** @param time - its place, if that is not when it was sent. */
  insert(received: ReceivedItem, origin: Origin, time = received.time): Entry {
    if (time > this.#newestTime && time < AFTER_ALL) this.#newestTime = time;
    const arrival = origin === 'older' ? --this.#olderArrivals : ++this.#arrivals;
    if (origin === 'live') this.#strings.intern(received.raw);
    return this.#put('insert', received.at(time, arrival));
  }

  /** Inserts a pending message after all others; it cannot be found by its id. */
  insertLast(item: ChatItem): Entry {
    const entry = new Entry(item.raw, Infinity, ++this.#arrivals, item);
    this.#changes.push({ kind: 'insert', entry });
    return entry;
  }

  /** Puts another item at the same place. */
  replace({ time, arrival }: Entry, item: ChatItem): Entry {
    return this.#put('replace', new Entry(item.raw, time, arrival, item));
  }

  /** Puts an item with another id at the same place. */
  rename(entry: Entry, item: ChatItem): Entry {
    this.#byId.delete(entry.id);
    return this.replace(entry, item);
  }

  /** Puts another item at another time: the transcript knows better when a message began. */
  move(entry: Entry, item: ChatItem, time: Date): Entry {
    this.#changes.push({ kind: 'remove', entry });
    const moved = { ...item, time };
    return this.#put('insert', new Entry(item.raw, time.getTime(), entry.arrival, moved));
  }

  remove(entry: Entry): void {
    this.#byId.delete(entry.id);
    this.#changes.push({ kind: 'remove', entry });
  }

  /** Removes an item that the transcript has dropped, which makes no change. */
  forget({ id }: Entry): void {
    this.#byId.delete(id);
  }

  /** The changes since the last call. */
  takeChanges(): readonly Change[] {
    const taken = this.#changes;
    if (taken.length > 0) this.#changes = [];
    return taken;
  }

  #put(kind: 'insert' | 'replace', entry: Entry): Entry {
    this.#byId.set(entry.id, entry);
    this.#changes.push({ kind, entry });
    return entry;
  }
}
