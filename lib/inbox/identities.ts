import { type ChatItem, isServiceId, isTimed, textOf } from '../wire/index.js';
import { asReceived, type Entries, type Entry, type Origin, type ReceivedItem } from './entries.js';

/** A received item, under the id that it is known by, and the entry that it is a copy of. */
export interface Match {
  readonly received: ReceivedItem;
  readonly known: Entry | undefined;
}

/** How many items without an id are remembered, until they get one; and how many ids they have got. */
const MAX_REMEMBERED = 1_000;
/** Copies on the socket come within this time of each other, in milliseconds: from two sockets, or held back. */
const LIVE_COPY_MS = 10_000;
/** How far the time at which an item came may be from when the transcript says that it was sent. */
const TRANSCRIPT_COPY_MS = 600_000;
/** Neither before nor after. */
const NEVER = [-1, -1] as const;

/**
 * Recognises items whose copies have different ids, since the service gave one of them none.
 *
 * An item that lacks an id on the socket has one in the transcript, as far as is known; it comes again when a
 * gap is filled. It is recognised by its content, its participant and its time; if it has no time either, by
 * when it came. A row of the transcript without a time has the time of the row before it: it was sent then,
 * or later.
 */
export class Identities {
  readonly #entries: Entries;
  readonly #sentSince: (time: number) => Iterable<Entry>;
  readonly #awaiting = new Set<string>();
  readonly #aliases = new Map<string, string>();

  /** @param sentSince - the items that were sent at a time or later, newest first. */
  constructor(entries: Entries, sentSince: (time: number) => Iterable<Entry>) {
    this.#entries = entries;
    this.#sentSince = sentSince;
  }

  /** The item that is, or was once, known under `id`. */
  entryOf(id: string): Entry | undefined {
    return this.#entries.get(id) ?? this.#entries.get(this.#resolve(id));
  }

  /** Finds the item that `received` is a copy of. An item that repeats an earlier one gets an id of its own. */
  find(received: ReceivedItem, origin: Origin): Match {
    const { id } = received;
    if (isServiceId(id)) {
      const known = this.#entries.get(id) ?? this.#findAwaiting(received, origin);
      return { received, known };
    }
    const { item } = received;
    const known = this.#entries.get(this.#resolve(id));
    if (known) {
      return isRepeated(known, item, origin)
        ? { received: this.#again(item), known: undefined }
        : { received: renamed(item, known.id), known };
    }
    const sent = this.#findSent(item, origin) ?? this.#findAwaiting(received, origin);
    if (sent === undefined) return { received, known: undefined };
    this.#remember(id, sent.id);
    return { received: renamed(item, sent.id), known: sent };
  }

  /** An item was inserted under `id`. */
  added(id: string): void {
    if (isServiceId(id)) return;
    this.#awaiting.add(id);
    if (this.#awaiting.size > MAX_REMEMBERED) {
      this.#awaiting.delete(this.#awaiting.values().next().value ?? '');
    }
  }

  /** An item that came without an id has got one from the service. */
  renamed(from: string, to: string): void {
    this.#awaiting.delete(from);
    this.#remember(from, to);
  }

  /** An item was dropped. */
  forget(id: string): void {
    this.#awaiting.delete(id);
  }

  #remember(from: string, to: string): void {
    this.#aliases.delete(from);
    this.#aliases.set(from, to);
    if (this.#aliases.size > MAX_REMEMBERED) {
      this.#aliases.delete(this.#aliases.keys().next().value ?? '');
    }
  }

  #resolve(id: string): string {
    const next = this.#aliases.get(id);
    return next === undefined ? id : this.#resolve(next);
  }

  /** Finds a copy among the items that came without an id. */
  #findAwaiting(received: ReceivedItem, origin: Origin): Entry | undefined {
    for (const id of this.#awaiting) {
      const entry = this.#entries.get(id);
      // The socket brings no second copy in another form: there, only the same time tells.
      const [beforeMs, afterMs] =
        origin === 'live'
          ? NEVER
          : [TRANSCRIPT_COPY_MS, isTimed(received) ? TRANSCRIPT_COPY_MS : Infinity];
      if (entry && isCopy(entry.item, received.item, beforeMs, afterMs)) return entry;
    }
    return undefined;
  }

  /** Finds, for an item without an id, a copy among those that have one. */
  #findSent(item: ChatItem, origin: Origin): Entry | undefined {
    const afterMs = origin === 'live' || isTimed(item) ? LIVE_COPY_MS : Infinity;
    for (const entry of this.#sentSince(item.time.getTime() - LIVE_COPY_MS)) {
      if (!isServiceId(entry.id)) continue;
      if (isCopy(entry.item, item, LIVE_COPY_MS, afterMs)) return entry;
    }
    return undefined;
  }

  #again(item: ChatItem): ReceivedItem {
    let count = 2;
    while (this.entryOf(`${item.id}-${count}`)) count++;
    const id = `${item.id}-${count}`;
    this.#remember(item.id, id);
    return renamed(item, id);
  }
}

const renamed = (item: ChatItem, id: string) => asReceived({ ...item, id });

/** Whether an item without a time comes too late for a copy: then somebody says the same again. */
const isRepeated = (known: Entry, item: ChatItem, origin: Origin) =>
  origin === 'live' && !isTimed(item) && item.time.getTime() - known.time > LIVE_COPY_MS;

/**
 * Whether two items have the same content, the same participant as far as both name one, and the same time. If
 * one of them has no time, the known one is at most `beforeMs` before the copy or `afterMs` after it.
 */
function isCopy(known: ChatItem, copy: ChatItem, beforeMs: number, afterMs: number): boolean {
  if (known.status === 'sending' || known.status === 'failed') return false;
  const laterMs = known.time.getTime() - copy.time.getTime();
  const isAtTheTime =
    isTimed(known) && isTimed(copy) ? laterMs === 0 : laterMs >= -beforeMs && laterMs <= afterMs;
  return (
    isAtTheTime &&
    known.type === copy.type &&
    known.contentType === copy.contentType &&
    known.content === copy.content &&
    agrees(known.participant.id, copy.participant.id) &&
    agrees(textOf(known.raw.ParticipantRole), textOf(copy.raw.ParticipantRole)) &&
    filesOf(known) === filesOf(copy)
  );
}

/** A missing field contradicts nothing. */
const agrees = (a: string, b: string) => a === '' || b === '' || a === b;

const filesOf = ({ attachments }: ChatItem) => attachments.map(({ id }) => id).join('\n');
