import { type ChatItem, isServiceId, isTimed, textOf } from '../wire/index.js';
import type { Entries, Entry, Origin } from './entries.js';

/** Knows items again whose copies do not have the same id, since the service gave one of them none. */
export interface Identities {
  /** The item that is, or was once, known under `id`. */
  entryOf(id: string): Entry | undefined;
  /**
   * The item that `item` is a copy of, under whichever id; `undefined` if it is none. An item that repeats an
   * earlier one gets an id of its own.
   */
  find(
    item: ChatItem,
    origin: Origin,
  ): { readonly item: ChatItem; readonly known: Entry | undefined };
  /** An item has been put in. */
  added(item: ChatItem): void;
  /** An item that came without an id has got one from the service. */
  renamed(from: string, to: string): void;
  /** An item is kept no more. */
  forget(id: string): void;
  /** Whether items without an id of the service's are known, which may come again with one. */
  readonly isAwaiting: boolean;
}

/** How many items that came without an id wait for it, and for how many what has become of it is kept. */
const REMEMBERED = 1_000;
/** Copies on the socket come within this time of each other, in milliseconds: from two sockets, or held back. */
const LIVE_COPY_MS = 10_000;
/** How far the time at which an item came may be from when the transcript says that it was sent. */
const TRANSCRIPT_COPY_MS = 600_000;
/** Neither before nor after. */
const NEVER = [-1, -1] as const;

/**
 * Identities of the items in `entries`.
 *
 * An item that lacks an id on the socket has one in the transcript, as far as is known; it comes again when a
 * gap is filled. It is known again by what it says, by whom, and when: by its time, or if it does not say that
 * either, by when it came. A row of the transcript that does not say has the time of the row before it: it was
 * sent then, or later.
 *
 * @param sentSince - the items that were sent at a time or later, the newest first.
 */
export function createIdentities(
  entries: Entries,
  sentSince: (time: number) => Iterable<Entry>,
): Identities {
  const awaiting = new Set<string>();
  const names = new Map<string, string>();

  const remember = (from: string, to: string) => {
    names.delete(from);
    names.set(from, to);
    if (names.size > REMEMBERED) names.delete(names.keys().next().value ?? '');
  };
  const idOf = (id: string): string => {
    const next = names.get(id);
    return next === undefined ? id : idOf(next);
  };
  const entryOf = (id: string) => entries.get(id) ?? entries.get(idOf(id));

  /** Among the items that came without an id. */
  const findAwaiting = (item: ChatItem, origin: Origin): Entry | undefined => {
    for (const id of awaiting) {
      const entry = entries.get(id);
      // The socket brings no second copy of another form: there, only the same time tells.
      const [beforeMs, afterMs] =
        origin === 'live'
          ? NEVER
          : [TRANSCRIPT_COPY_MS, isTimed(item) ? TRANSCRIPT_COPY_MS : Infinity];
      if (entry && isCopy(entry.item, item, beforeMs, afterMs)) return entry;
    }
    return undefined;
  };

  /** Of an item without an id: among those that have one. */
  const findSent = (item: ChatItem, origin: Origin): Entry | undefined => {
    const afterMs = origin === 'live' || isTimed(item) ? LIVE_COPY_MS : Infinity;
    for (const entry of sentSince(item.time.getTime() - LIVE_COPY_MS)) {
      if (!isServiceId(entry.item.id)) continue;
      if (isCopy(entry.item, item, LIVE_COPY_MS, afterMs)) return entry;
    }
    return undefined;
  };

  /** Without a time either, what comes later is not a copy: somebody says the same again. */
  const isRepeated = (known: Entry, item: ChatItem, origin: Origin) =>
    origin === 'live' && !isTimed(item) && item.time.getTime() - known.time > LIVE_COPY_MS;

  const again = (item: ChatItem): ChatItem => {
    let count = 2;
    while (entryOf(`${item.id}-${count}`)) count++;
    const id = `${item.id}-${count}`;
    remember(item.id, id);
    return { ...item, id };
  };

  return {
    entryOf,
    find: (item, origin) => {
      if (isServiceId(item.id)) {
        const known = entries.get(item.id) ?? findAwaiting(item, origin);
        return { item, known };
      }
      const known = entries.get(idOf(item.id));
      if (known) {
        return isRepeated(known, item, origin)
          ? { item: again(item), known: undefined }
          : { item: { ...item, id: known.item.id }, known };
      }
      const sent = findSent(item, origin) ?? findAwaiting(item, origin);
      if (sent === undefined) return { item, known: undefined };
      remember(item.id, sent.item.id);
      return { item: { ...item, id: sent.item.id }, known: sent };
    },
    added: ({ id }) => {
      if (isServiceId(id)) return;
      awaiting.add(id);
      if (awaiting.size > REMEMBERED) awaiting.delete(awaiting.values().next().value ?? '');
    },
    renamed: (from, to) => {
      awaiting.delete(from);
      remember(from, to);
    },
    forget: (id) => {
      awaiting.delete(id);
    },
    get isAwaiting() {
      return awaiting.size > 0;
    },
  };
}

/**
 * Whether two items say the same, by the same participant as far as both name one, and at the same time. If one
 * of them does not say when, the known one is at most `beforeMs` before the copy or `afterMs` after it.
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

/** What is not said does not contradict. */
const agrees = (a: string, b: string) => a === '' || b === '' || a === b;

const filesOf = ({ attachments }: ChatItem) => attachments.map(({ id }) => id).join('\n');
