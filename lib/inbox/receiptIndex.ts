import { type ChatMessage, isMessage, type Receipt } from '../wire/index.js';
import { firstTimeOnly } from './dedupeBy.js';
import { byTimeThenArrival, type Entries, type Entry } from './entries.js';
import { receiptKey } from './receiptsIn.js';
import { withReceipt, withReceiptsOf } from './withReceipt.js';

/** A receipt of this participant: how far it has read, or got, what the others say. */
export interface OwnReceipt {
  readonly status: Receipt['status'];
  readonly messageId: string;
  /** When the message was sent, in milliseconds since 1970; `undefined` until the message is known. */
  readonly time: number | undefined;
}

/** What receipts say: of own messages, and of this participant. */
export interface ReceiptIndex {
  /**
   * Puts receipts to the own messages that they are for, and to those before; what is for a message
   * that is not known yet is kept for it.
   *
   * @param isNews - whether they are to be told of.
   */
  receive(receipts: readonly Receipt[], isNews: boolean): void;
  /** A message is in the transcript under the service's id; answers it with its receipts. */
  add(entry: Entry): Entry;
  /** Whether receipts wait for messages that are not known yet. */
  readonly isAwaiting: boolean;
  /** A message with its receipts is there again, of which has been told. */
  restore(entry: Entry): void;
  /** A message is kept no more. */
  forget(entry: Entry): void;
  /** A message has another place. */
  move(from: Entry, to: Entry): void;
  /** Others' receipts for own messages since this was asked last, each once. */
  takeReceipts(): readonly Receipt[];
  /** This participant's receipts since this was asked last. */
  takeOwnReceipts(): readonly OwnReceipt[];
}

/** How many receipts are remembered, so that each is told of once. */
const RECEIPTS_REMEMBERED = 1_000;
/** For how many messages that are not known yet receipts are kept. */
const MESSAGES_AWAITED = 1_000;
/** How many receipts are kept for each of them. */
const RECEIPTS_AWAITING = 100;

interface Awaiting {
  readonly receipt: Receipt;
  readonly isNews: boolean;
}

/** A book without receipts, for the messages in `entries`; `self` is the id of this participant. */
export function createReceiptIndex(self: string, entries: Entries): ReceiptIndex {
  /** Places of own messages, sorted; what they hold now is in `entries`. */
  const own: Entry[] = [];
  const awaiting = new Map<string, Awaiting[]>();
  const isFirst = firstTimeOnly(RECEIPTS_REMEMBERED);
  let told: Receipt[] = [];
  let ownReceipts: OwnReceipt[] = [];

  const messageAt = (index: number): (Entry & { readonly item: ChatMessage }) | undefined => {
    const entry = entries.get(own[index]?.item.id ?? '');
    if (entry === undefined) return undefined;
    const { time, arrival, item } = entry;
    return isMessage(item) ? { time, arrival, item } : undefined;
  };

  /** A receipt stands for all before it, so it holds for what has it already, and all before that. */
  const apply = (receipt: Receipt, entry: Entry) => {
    for (let index = indexOf(own, entry); index >= 0; index--) {
      const before = messageAt(index);
      if (before === undefined) continue;
      const after = withReceipt(before.item, receipt);
      if (after === before.item) return;
      entries.replace(before, after);
    }
  };

  const receiveFor = (entry: Entry, receipt: Receipt, isNews: boolean) => {
    const { messageId, participantId, status } = receipt;
    if (participantId === self) {
      ownReceipts.push({ status, messageId, time: entry.time });
    } else if (entry.item.participant.id === self) {
      if (isNews) told.push(receipt);
      apply(receipt, entry);
    }
  };

  const keep = (receipt: Receipt, isNews: boolean) => {
    const { messageId, participantId, status } = receipt;
    if (participantId === self) ownReceipts.push({ status, messageId, time: undefined });
    const kept = awaiting.get(messageId) ?? [];
    if (kept.length < RECEIPTS_AWAITING) kept.push({ receipt, isNews });
    awaiting.set(messageId, kept);
    if (awaiting.size > MESSAGES_AWAITED) awaiting.delete(awaiting.keys().next().value ?? '');
  };

  const add = (entry: Entry): Entry => {
    const { item } = entry;
    const isOwn = item.participant.id === self && isMessage(item);
    if (!isOwn && awaiting.size === 0) return entry;
    if (isOwn) {
      const index = indexOf(own, entry) + 1;
      const later = messageAt(index);
      own.splice(index, 0, entry);
      const seen = later ? withReceiptsOf(item, later.item) : item;
      if (seen !== item) entries.replace(entry, seen);
    }
    const kept = awaiting.get(item.id);
    if (kept) {
      awaiting.delete(item.id);
      for (const { receipt, isNews } of kept) receiveFor(entry, receipt, isNews);
    }
    return entries.get(item.id) ?? entry;
  };

  /** Takes an own message out of its place; answers whether it had one. */
  const takeOut = (entry: Entry): boolean => {
    if (entry.item.participant.id !== self) return false;
    const index = indexOf(own, entry);
    const isThere = own[index]?.item.id === entry.item.id;
    if (isThere) own.splice(index, 1);
    return isThere;
  };

  return {
    receive: (receipts, isNews) => {
      for (const receipt of receipts) {
        const isNewsStill = isFirst(receiptKey(receipt)) && isNews;
        const entry = entries.get(receipt.messageId);
        if (entry) receiveFor(entry, receipt, isNewsStill);
        else keep(receipt, isNewsStill);
      }
    },
    add,
    get isAwaiting() {
      return awaiting.size > 0;
    },
    restore: (entry) => {
      const { id: messageId, deliveredTo = [], readBy = [] } = entry.item as ChatMessage;
      add(entry);
      for (const { participantId } of deliveredTo) {
        isFirst(receiptKey({ messageId, participantId, status: 'delivered' }));
      }
      for (const { participantId } of readBy) {
        isFirst(receiptKey({ messageId, participantId, status: 'read' }));
      }
    },
    forget: takeOut,
    move: (from, to) => {
      if (takeOut(from)) own.splice(indexOf(own, to) + 1, 0, to);
    },
    takeReceipts: () => {
      const taken = told;
      if (taken.length > 0) told = [];
      return taken;
    },
    takeOwnReceipts: () => {
      const taken = ownReceipts;
      if (taken.length > 0) ownReceipts = [];
      return taken;
    },
  };
}

/** The index of the last of `sorted` that does not come after `entry`; -1 where all do. */
function indexOf(sorted: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byTimeThenArrival(sorted[middle] as Entry, entry) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
