import {
  type ChatItem,
  type ChatMessage,
  EVENT_PREFIX,
  isKept,
  isMessage,
  isPast,
  isServiceId,
  isTimed,
  readItem,
  type Receipt,
  receiptsKey,
  textOf,
  type WireItem,
} from '../wire/index.js';
import { createDroppedItems } from './droppedItems.js';
import { firstTimeOnly } from './dedupeBy.js';
import {
  type Change,
  createEntries,
  type Entry,
  type Origin,
  type Received,
  type ReceivedEntry,
} from './entries.js';
import { createIdentities } from './identities.js';
import { fuller, mergeCopy } from './mergeCopy.js';
import { pendingMessages } from './pendingMessages.js';
import { createReceiptIndex, type OwnReceipt } from './receiptIndex.js';
import { receiptsIn } from './receiptsIn.js';
import { isPiece, stitch } from './stitchPartials.js';

/** What follows from one thing that happened. */
export interface LedgerUpdate {
  readonly changes: readonly Change[];
  /** Items that are new since the chat was joined; each once, a streamed message when complete. */
  readonly arrived: readonly ChatItem[];
  /** Others' receipts for own messages, new since the chat was joined; each once. */
  readonly receipts: readonly Receipt[];
  /** Receipts of this participant, from wherever it gave them. */
  readonly ownReceipts: readonly OwnReceipt[];
}

/** An item as it was known when the chat was left. */
export interface RestoredItem {
  readonly item: ChatItem;
  /** Whether `arrived` has not told of it: it is known from the answer to its sending alone. */
  readonly isUnpublished: boolean;
}

/**
 * What is known of each item by its id, so that it stays one item, whichever of socket, old socket,
 * transcript and send answer brings it first.
 */
export interface Ledger {
  /** Items of one origin, in ascending order. Answers how many of them have `arrived`. */
  receive(items: readonly ChatItem[], origin: Origin): number;
  /** What the socket has brought. */
  receiveLive(received: Received): void;
  /** The item with this id, as far as it is known. */
  item(id: string): ChatItem | undefined;
  /** Items of a chat that is come back to, in ascending order; nothing of them arrives again. */
  restore(items: readonly RestoredItem[]): void;
  /** Whether the item is known from the answer to its sending alone, so that `arrived` will tell of it. */
  isUnpublished(id: string): boolean;
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
   * message instead where the service has given it back meanwhile: then only its answer was lost, unless
   * it `isRefused`: then that was another's of the same words, as from another page.
   */
  failed(clientToken: string, error: Error, isRefused?: boolean): ChatItem | undefined;
  /** The message is taken back before it left; one that had failed before has failed again. */
  withdrawn(clientToken: string): void;
  /**
   * An item is kept no more, so that it is known no more, but as one that is not new. Answers `false`
   * where it has to be kept: an own message that has failed, or what is still to be told of.
   */
  forget(entry: Entry): boolean;
  /** The own message that was given up under `clientToken`, if there is one. */
  failure(clientToken: string): ChatMessage | undefined;
}

/** Whom a ledger tells, and asks. */
export interface LedgerListener {
  /** Told once of all that follows from a call, before the call returns. */
  readonly publish: (update: LedgerUpdate) => void;
  /** A new message of somebody else, of which there is nothing else to tell. */
  readonly publishMessage: (entry: ReceivedEntry) => void;
  /** What has been published that was sent at `time` or later, the newest first; milliseconds since 1970. */
  readonly sentSince: (time: number) => Iterable<Entry>;
}

/** How many ids of passing items, such as typing, are remembered. */
const PASSING_REMEMBERED = 1_000;

/**
 * A ledger that begins empty.
 *
 * @param self - the id of this participant, whose messages have a status.
 */
export function createLedger(
  self: string,
  { publish, publishMessage, sentSince }: LedgerListener,
): Ledger {
  const entries = createEntries();
  const identities = createIdentities(entries, sentSince);
  const underWay = pendingMessages(entries);
  const receipts = createReceiptIndex(self, entries);
  /** Ids in the transcript that `arrived` has not told of, and what put them there. */
  const untold = new Map<string, 'history' | 'answer' | 'piece'>();
  const dropped = createDroppedItems();
  const isNewPassing = firstTimeOnly(PASSING_REMEMBERED);
  let arrived: ChatItem[] = [];
  /** When this chat sent its first message, by the service's clock, in milliseconds since 1970. */
  let sentAt = Infinity;

  const flush = (): number => {
    const update: LedgerUpdate = {
      changes: entries.takeChanges(),
      arrived,
      receipts: receipts.takeReceipts(),
      ownReceipts: receipts.takeOwnReceipts(),
    };
    const { changes, ownReceipts } = update;
    if (changes.length + arrived.length + update.receipts.length + ownReceipts.length === 0) {
      return 0;
    }
    arrived = [];
    publish(update);
    return update.arrived.length;
  };

  /** One that does not say whose it is can be an own one that is on its way. */
  const asOwn = (message: ChatMessage, origin: Origin): ChatMessage => {
    const { participant } = message;
    if (participant.id !== self && participant.id !== '') return message;
    const echo = origin === 'live' || origin === 'gap' ? underWay.echoed(message) : undefined;
    if (echo === undefined)
      return participant.id === self ? { ...message, status: 'sent' } : message;
    return {
      ...message,
      participant: participant.id === self ? participant : echo.participant,
      status: 'sent',
      clientToken: echo.id,
    };
  };

  const receiveNew = (item: ChatItem, origin: Origin) => {
    if (origin === 'older') dropped.delete(item.id);
    else if (dropped.covers(item.id, item.time.getTime())) return;
    let fresh = item;
    if (isMessage(item)) {
      const message = isPiece(item) ? stitch(undefined, item) : item;
      if (message === undefined) return;
      fresh = asOwn(message, origin);
    }
    const entry = entries.insert(fresh, fresh.time.getTime(), origin);
    identities.added(fresh);
    if (isMessage(fresh)) fresh = receipts.add(entry).item;
    if (isMessage(fresh) && fresh.partial) untold.set(fresh.id, 'piece');
    else if (origin === 'history') untold.set(fresh.id, 'history');
    else if (origin !== 'older') arrived.push(fresh);
  };

  /** The service's id of an item that came without one. */
  const name = (known: Entry, item: ChatItem): Entry => {
    const { id } = known.item;
    const renamed = entries.rename(known, item);
    identities.renamed(id, item.id);
    const reason = untold.get(id);
    untold.delete(id);
    if (reason) untold.set(item.id, reason);
    receipts.forget(known);
    return receipts.add(renamed);
  };

  const receiveAgain = (known: Entry, item: ChatItem, origin: Origin) => {
    const reason = untold.get(item.id);
    const merged = mergeCopy(known.item, item, reason === 'answer');
    if (origin !== 'live' && isTimed(item) && item.time.getTime() !== known.time) {
      receipts.move(known, entries.move(known, merged, item.time));
    } else if (merged !== known.item) entries.replace(known, merged);
    if (reason === undefined || (isMessage(merged) && merged.partial)) return;
    if (origin === 'live' || (origin === 'gap' && reason !== 'history')) {
      untold.delete(item.id);
      arrived.push(merged);
    }
  };

  /** Of an item of their own, or of the message itself, as pages of the transcript may have them. */
  const receiveReceipts = (item: ChatItem, origin: Origin) => {
    receipts.receive(receiptsIn(item), origin === 'live' || origin === 'gap');
  };

  const receivePassing = (item: ChatItem, origin: Origin) => {
    const isNow = origin === 'live' || origin === 'gap';
    if (item.type === 'MESSAGEMETADATA') receiveReceipts(item, origin);
    if (!isNow) return;
    const key = (item.type === 'MESSAGEMETADATA' && receiptsKey(item.raw)) || item.id;
    // Without an id and a time, the next of its kind cannot be told from a copy of it.
    const canRepeat = key === item.id && !isServiceId(key) && !isTimed(item);
    if (canRepeat || isNewPassing(key)) arrived.push(item);
  };

  const receiveOne = (received: ChatItem, origin: Origin) => {
    if (!isKept(received)) {
      receivePassing(received, origin);
      return;
    }
    const { item, known } = identities.find(received, origin);
    if (known === undefined) receiveNew(item, origin);
    else if (known.item.id === item.id) receiveAgain(known, item, origin);
    else receiveAgain(name(known, fuller(known.item, item)), item, origin);
    if (item.raw.MessageMetadata?.Receipts) receiveReceipts(item, origin);
  };

  /** This chat has sent its first message: what the history has from then on is no history. */
  const beginAt = (time: number) => {
    sentAt = time;
    for (const [id, reason] of untold) {
      const entry = entries.get(id);
      if (reason !== 'history' || entry === undefined || entry.time < time) continue;
      untold.delete(id);
      arrived.push(entry.item);
    }
  };

  const receive: Ledger['receive'] = (items, origin) => {
    // What a persistent chat goes on from is not new, even where all of it was missed.
    const isOlder = (item: ChatItem) =>
      origin === 'older' || (origin !== 'history' && isPast(item));
    for (const item of items) {
      if (isOlder(item)) continue;
      const isNews = origin === 'history' && !isPast(item) && item.time.getTime() >= sentAt;
      receiveOne(item, isNews ? 'gap' : origin);
    }
    // Older items are numbered downwards, so that they come before what is known at equal times.
    if (items.some(isOlder)) {
      for (const item of [...items].reverse()) if (isOlder(item)) receiveOne(item, 'older');
    }
    return flush();
  };

  /** Whether the message is another's, and all that there is to do is to put it in and to tell of it. */
  const isPlainNews = ({ raw, time }: Received): boolean =>
    isPlainMessage(raw) &&
    raw.ParticipantId !== self &&
    entries.get(raw.Id) === undefined &&
    !dropped.covers(raw.Id, time) &&
    !receipts.isAwaiting &&
    !identities.isAwaiting;

  return {
    receive,
    receiveLive: (received) => {
      if (isPlainNews(received)) publishMessage(entries.insertReceived(received));
      else receive([readItem(received.raw, received.time)], 'live');
    },
    item: (id) => identities.entryOf(id)?.item,
    restore: (items) => {
      for (const { item, isUnpublished } of items) {
        if (isMessage(item) && item.status === 'failed') {
          underWay.restoreFailure(item);
        } else {
          const entry = entries.insert(item, item.time.getTime(), 'live');
          identities.added(item);
          if (isMessage(item)) receipts.restore(entry);
          if (isUnpublished) untold.set(item.id, 'answer');
        }
      }
      flush();
    },
    isUnpublished: (id) => untold.get(id) === 'answer',
    isWhole: (id) => {
      const item = identities.entryOf(id)?.item;
      if (item === undefined) return dropped.has(id);
      return !(isMessage(item) && item.partial);
    },
    sending: (message) => {
      underWay.begin(message);
      flush();
    },
    left: (clientToken) => {
      underWay.left(clientToken);
    },
    sent: (clientToken, id, time) => {
      const echo = identities.entryOf(underWay.echoOf(clientToken) ?? '');
      const message = underWay.settle(clientToken);
      if (echo && !isServiceId(echo.item.id) && entries.get(id) === undefined) {
        const named = name(echo, { ...echo.item, id });
        if (!isTimed(echo.item)) receipts.move(named, entries.move(named, named.item, time));
        flush();
      }
      if (message === undefined) return;
      const known = entries.get(id);
      if (known) {
        entries.replace(known, { ...(known.item as ChatMessage), clientToken });
      } else {
        const sent = { ...message, id, time, clientToken, status: 'sent' as const };
        receipts.add(entries.insert(sent, time.getTime(), 'live'));
        untold.set(id, 'answer');
      }
      if (time.getTime() < sentAt) beginAt(time.getTime());
      flush();
    },
    failed: (clientToken, error, isRefused) => {
      const echo = identities.entryOf(underWay.echoOf(clientToken) ?? '');
      if (echo && !isRefused) {
        underWay.settle(clientToken);
        return echo.item;
      }
      if (echo) entries.replace(echo, withoutToken(echo.item));
      underWay.giveUp(clientToken, error);
      flush();
      return undefined;
    },
    withdrawn: (clientToken) => {
      underWay.withdraw(clientToken);
      flush();
    },
    forget: (entry) => {
      const reason = untold.get(entry.item.id);
      if (entry.item.status === 'failed' || reason === 'answer' || reason === 'piece') return false;
      untold.delete(entry.item.id);
      entries.forget(entry);
      identities.forget(entry.item.id);
      receipts.forget(entry);
      dropped.add(entry);
      return true;
    },
    failure: (clientToken) => underWay.failure(clientToken),
  };
}

const withoutToken = ({ clientToken: _, ...item }: ChatItem & { clientToken?: string }): ChatItem =>
  item;

/** A message of which the service says who it is from, and under which id. */
type PlainMessage = WireItem & { readonly Id: string };

/** Whether it is whole, of this contact, and says nothing but its text. */
const isPlainMessage = (raw: WireItem): raw is PlainMessage =>
  raw.Type === 'MESSAGE' &&
  isServiceId(textOf(raw.Id)) &&
  textOf(raw.ParticipantId) !== '' &&
  !raw.MessageMetadata &&
  !raw.RelatedContactId &&
  !textOf(raw.ContentType).startsWith(EVENT_PREFIX);
