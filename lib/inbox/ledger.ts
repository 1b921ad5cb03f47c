import {
  type ChatItem,
  type ChatMessage,
  isKept,
  isMessage,
  type WireReceipt,
} from '../wire/index.js';
import { firstTimeOnly } from './dedupeBy.js';
import { isPiece, stitch } from './stitchPartials.js';

/**
 * Where an item comes from: the socket, or the transcript: as it was when the chat was joined, as it
 * was missed while no socket was open, or older pages asked for later.
 */
export type Origin = 'live' | 'history' | 'gap' | 'older';

/** An item at its place: by time, then by arrival. */
export interface Entry {
  /** Milliseconds since 1970; Infinity for own messages on their way, which come last. */
  readonly time: number;
  readonly arrival: number;
  readonly item: ChatItem;
}

/** What becomes of the transcript; `replace` is another item at the same place. */
export interface Change {
  readonly kind: 'insert' | 'remove' | 'replace';
  readonly entry: Entry;
}

/** What follows from one thing that happened. */
export interface LedgerUpdate {
  readonly changes: readonly Change[];
  /** Items that are new since the chat was joined; each once, a streamed message when complete. */
  readonly arrived: readonly ChatItem[];
}

/**
 * What is known of each item by its id, so that it stays one item, whichever of socket, old socket,
 * transcript and send answer brings it first.
 */
export interface Ledger {
  /** Items of one origin, in ascending order. Answers how many of them have `arrived`. */
  receive(items: readonly ChatItem[], origin: Origin): number;
  /** Whether the item with this id is known and needs no further piece. */
  isWhole(id: string): boolean;
  /** An own message sets out; its id is its client token. */
  sending(message: ChatMessage): void;
  /** The message has left: from now on the service may give it back before its answer comes. */
  left(clientToken: string): void;
  /** The service has taken the message and says under which id. */
  sent(clientToken: string, id: string, time: Date): void;
  /**
   * The message is given up; it stays in the transcript, at the place where that happened. Answers the
   * message instead where the service has given it back meanwhile: then only its answer was lost.
   */
  failed(clientToken: string, error: Error): ChatItem | undefined;
  /** The message is taken back before it left. */
  withdrawn(clientToken: string): void;
}

/** How many ids of passing items, such as typing, are remembered. */
const PASSING_REMEMBERED = 1_000;

/**
 * A ledger that begins empty. Its index is one mutable Map, bounded by the transcript: a persistent
 * one would cost more than everything else that is done for a message.
 *
 * @param self - the id of this participant, whose messages have a status.
 * @param publish - told once of all that follows from a call, before the call returns.
 */
export function createLedger(self: string, publish: (update: LedgerUpdate) => void): Ledger {
  const entries = new Map<string, Entry>();
  /** Own messages on their way, by client token, in the order they were given. */
  const underWay = new Map<string, Entry & { readonly item: ChatMessage }>();
  /** The one of them that has left and waits for its answer. */
  let out: string | undefined;
  /** Own messages that failed, by client token. */
  const givenUp = new Map<string, Entry>();
  /** Own messages that were given back before their answer came: their ids, by client token. */
  const echoedIds = new Map<string, string>();
  /** Ids in the transcript that `arrived` has not told of, and what put them there. */
  const untold = new Map<string, 'history' | 'answer' | 'piece'>();
  const isNewPassing = firstTimeOnly(PASSING_REMEMBERED);
  let arrivals = 0;
  let olderArrivals = 0;
  let newestTime = 0;
  let changes: Change[] = [];
  let arrived: ChatItem[] = [];

  const flush = (): number => {
    if (changes.length === 0 && arrived.length === 0) return 0;
    const update = { changes, arrived };
    changes = [];
    arrived = [];
    publish(update);
    return update.arrived.length;
  };

  const insert = (item: ChatItem, time: number, origin: Origin): Entry => {
    const arrival = origin === 'older' ? --olderArrivals : ++arrivals;
    const entry = { time, arrival, item };
    entries.set(item.id, entry);
    if (time > newestTime) newestTime = time;
    changes.push({ kind: 'insert', entry });
    return entry;
  };

  const replace = (known: Entry, item: ChatItem) => {
    const entry = { ...known, item };
    entries.set(item.id, entry);
    changes.push({ kind: 'replace', entry });
  };

  /** The transcript knows better when a message began whose first piece never came. */
  const move = (known: Entry, item: ChatItem, time: Date) => {
    changes.push({ kind: 'remove', entry: known });
    const entry = { ...known, item: { ...item, time }, time: time.getTime() };
    entries.set(item.id, entry);
    changes.push({ kind: 'insert', entry });
  };

  /** Takes the message off the way it is on, if it is on one. */
  const settle = (clientToken: string): ChatMessage | undefined => {
    const entry = underWay.get(clientToken);
    if (entry === undefined) return undefined;
    underWay.delete(clientToken);
    changes.push({ kind: 'remove', entry });
    return entry.item;
  };

  /**
   * The own message that the service gives back before its answer has come, or after all answers were
   * lost. They go out one at a time, so it is the one that has left last, or one that was given up.
   */
  const echoed = (message: ChatMessage): string | undefined => {
    const isIt = (entry: Entry | undefined) =>
      entry !== undefined &&
      isMessage(entry.item) &&
      entry.item.content === message.content &&
      entry.item.contentType === message.contentType;
    if (out !== undefined && isIt(underWay.get(out))) {
      const clientToken = out;
      echoedIds.set(clientToken, message.id);
      settle(clientToken);
      return clientToken;
    }
    for (const [clientToken, entry] of givenUp) {
      if (!isIt(entry)) continue;
      forgetFailure(clientToken);
      return clientToken;
    }
    return undefined;
  };

  /** Takes a message that was given up out of the transcript. */
  const forgetFailure = (clientToken: string) => {
    const entry = givenUp.get(clientToken);
    if (entry === undefined) return;
    givenUp.delete(clientToken);
    entries.delete(clientToken);
    changes.push({ kind: 'remove', entry });
  };

  const asOwn = (message: ChatMessage, origin: Origin): ChatMessage => {
    if (message.participant.id !== self) return message;
    const echo = origin === 'live' || origin === 'gap' ? echoed(message) : undefined;
    return { ...message, status: 'sent', ...(echo !== undefined && { clientToken: echo }) };
  };

  const receiveNew = (item: ChatItem, origin: Origin) => {
    let fresh = item;
    if (isMessage(item)) {
      const message = isPiece(item) ? stitch(undefined, item) : item;
      if (message === undefined) return;
      fresh = asOwn(message, origin);
    }
    insert(fresh, fresh.time.getTime(), origin);
    if (isMessage(fresh) && fresh.partial) untold.set(fresh.id, 'piece');
    else if (origin === 'history') untold.set(fresh.id, 'history');
    else if (origin !== 'older') arrived.push(fresh);
  };

  const receiveAgain = (known: Entry, item: ChatItem, origin: Origin) => {
    const reason = untold.get(item.id);
    const merged = merge(known.item, item, reason === 'answer');
    if (origin !== 'live' && item.time.getTime() !== known.time) move(known, merged, item.time);
    else if (merged !== known.item) replace(known, merged);
    if (reason === undefined || (isMessage(merged) && merged.partial)) return;
    if (origin === 'live' || (origin === 'gap' && reason !== 'history')) {
      untold.delete(item.id);
      arrived.push(merged);
    }
  };

  const receiveOne = (item: ChatItem, origin: Origin) => {
    if (isKept(item)) {
      const known = entries.get(item.id);
      if (known === undefined) receiveNew(item, origin);
      else receiveAgain(known, item, origin);
    } else if (origin === 'live' || origin === 'gap') {
      const key = item.type === 'MESSAGEMETADATA' ? receiptsKey(item) : item.id;
      if (key === '' || isNewPassing(key)) arrived.push(item);
    }
  };

  return {
    receive: (items, origin) => {
      // Older items are numbered downwards, so that they come before what is known at equal times.
      const ascending = origin !== 'older';
      for (const item of ascending ? items : [...items].reverse()) receiveOne(item, origin);
      return flush();
    },
    isWhole: (id) => {
      const item = entries.get(id)?.item;
      return item !== undefined && !(isMessage(item) && item.partial);
    },
    sending: (message) => {
      const entry = { time: Infinity, arrival: ++arrivals, item: message };
      forgetFailure(message.id);
      underWay.set(message.id, entry);
      changes.push({ kind: 'insert', entry });
      flush();
    },
    left: (clientToken) => {
      out = clientToken;
    },
    sent: (clientToken, id, time) => {
      echoedIds.delete(clientToken);
      const message = settle(clientToken);
      if (message === undefined) return;
      const known = entries.get(id);
      if (known) {
        replace(known, { ...(known.item as ChatMessage), clientToken });
      } else {
        insert({ ...message, id, time, clientToken, status: 'sent' }, time.getTime(), 'live');
        untold.set(id, 'answer');
      }
      flush();
    },
    failed: (clientToken, error) => {
      const echo = entries.get(echoedIds.get(clientToken) ?? '');
      echoedIds.delete(clientToken);
      if (echo) return echo.item;
      const message = settle(clientToken);
      if (message) {
        const failed = { ...message, status: 'failed' as const, error };
        givenUp.set(clientToken, insert(failed, newestTime, 'live'));
      }
      flush();
      return undefined;
    },
    withdrawn: (clientToken) => {
      settle(clientToken);
      flush();
    },
  };
}

/** Two copies of the same receipts have the same; socket and transcript give them other ids. */
function receiptsKey({ raw: { MessageMetadata } }: ChatItem): string {
  const receipts: unknown = MessageMetadata?.Receipts;
  const facts = (Array.isArray(receipts) ? receipts : []).flatMap((receipt: WireReceipt | null) => [
    receipt?.RecipientParticipantId,
    receipt?.DeliveredTimestamp,
    receipt?.ReadTimestamp,
  ]);
  return [MessageMetadata?.MessageId, ...facts]
    .map((fact) => (typeof fact === 'string' ? fact : ''))
    .join('\n');
}

/**
 * What a second copy of an item makes of it. A copy is mostly the same and changes nothing; it may
 * bring the next piece, the outcome of a scan or of processing, or the service's own form of a
 * message that was known from its send answer. Place and status stay.
 */
function merge(known: ChatItem, copy: ChatItem, isAnswer: boolean): ChatItem {
  if (!isMessage(known) || !isMessage(copy)) return known;
  if (known.partial) return stitch(known, copy) ?? known;
  if (isPiece(copy) && copy.raw.MessageMetadata?.MessageCompleted === false) return known;
  if (!isAnswer && isSame(known, copy)) return known;
  const { time, status, clientToken } = known;
  return { ...copy, time, ...(status && { status }), ...(clientToken && { clientToken }) };
}

const isSame = (a: ChatMessage, b: ChatMessage) =>
  a.content === b.content &&
  a.contentType === b.contentType &&
  a.raw.MessageMetadata?.MessageProcessingStatus ===
    b.raw.MessageMetadata?.MessageProcessingStatus &&
  a.attachments.length === b.attachments.length &&
  a.attachments.every(({ status }, i) => status === b.attachments[i]?.status);
