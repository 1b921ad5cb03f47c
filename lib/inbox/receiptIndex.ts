import { type ChatMessage, isMessage, type Receipt } from '../wire/index.js';
import { KeyMemory } from './dedupeBy.js';
import { byTimeThenArrival, type Entries, type Entry } from './entries.js';
import { partitionPoint } from './partitionPoint.js';
import { receiptKey } from './receiptsIn.js';
import { withReceipt, withReceiptsOf } from './withReceipt.js';

/** A receipt of this participant: how far it has read, or got, what the others say. */
export interface OwnReceipt {
  readonly status: Receipt['status'];
  readonly messageId: string;
  /** When the message was sent, in milliseconds since 1970; `undefined` until the message is known. */
  readonly time: number | undefined;
}

/** How many receipts are remembered, so that each is published once. */
const MAX_REMEMBERED = 1_000;
/** For how many unknown messages receipts are kept. */
const MAX_AWAITED = 1_000;
/** How many receipts are kept for each of them. */
const MAX_RECEIPTS_AWAITING = 100;

interface Awaiting {
  readonly receipt: Receipt;
  readonly isNew: boolean;
}

/** An index of receipts: others' by own message, and this participant's. */
export class ReceiptIndex {
  readonly #self: string;
  readonly #entries: Entries;
  /** Places of own messages, sorted; the messages themselves are in `entries`. */
  readonly #own: Entry[] = [];
  /** Receipts for messages that are not known yet. */
  readonly #awaiting = new Map<string, Awaiting[]>();
  readonly #known = new KeyMemory(MAX_REMEMBERED);
  #published: Receipt[] = [];
  #ownReceipts: OwnReceipt[] = [];

  /**
   * @param self - the id of this participant.
   * @param entries - holds the messages, and records what changes of them.
   */
  constructor(self: string, entries: Entries) {
    this.#self = self;
    this.#entries = entries;
  }

  /**
   * Adds receipts to the own messages that they are for, and to those before. Receipts for an unknown
   * message are kept for it.
   *
   * @param isNew - whether they are to be published.
   */
  receive(receipts: readonly Receipt[], isNew: boolean): void {
    for (const receipt of receipts) {
      const isStillNew = this.#known.add(receiptKey(receipt)) && isNew;
      const entry = this.#entries.get(receipt.messageId);
      if (entry) this.#receiveFor(entry, receipt, isStillNew);
      else this.#await(receipt, isStillNew);
    }
  }

  /** Adds a message that is in the transcript under the service's id; returns it with its receipts. */
  add(entry: Entry): Entry {
    const { id } = entry;
    if (entry.participantId === this.#self && entry.isMessage) this.#addOwn(entry);
    const kept = this.#awaiting.get(id);
    if (kept) {
      this.#awaiting.delete(id);
      for (const { receipt, isNew } of kept) this.#receiveFor(entry, receipt, isNew);
    }
    return this.#entries.get(id) ?? entry;
  }

  /** Adds a message whose receipts were published before a reload. */
  restore(entry: Entry): void {
    const { id: messageId, deliveredTo = [], readBy = [] } = entry.item as ChatMessage;
    this.add(entry);
    for (const { participantId } of deliveredTo) {
      this.#known.add(receiptKey({ messageId, participantId, status: 'delivered' }));
    }
    for (const { participantId } of readBy) {
      this.#known.add(receiptKey({ messageId, participantId, status: 'read' }));
    }
  }

  /** Removes a message; returns whether it was an own one that is indexed. */
  forget(entry: Entry): boolean {
    if (entry.participantId !== this.#self) return false;
    const index = this.#placeOf(entry);
    const isIndexed = this.#own[index]?.id === entry.id;
    if (isIndexed) this.#own.splice(index, 1);
    return isIndexed;
  }

  /** A message has another place. */
  move(from: Entry, to: Entry): void {
    if (this.forget(from)) this.#own.splice(this.#placeOf(to) + 1, 0, to);
  }

  /** Others' receipts for own messages since the last call, each once. */
  takeReceipts(): readonly Receipt[] {
    const taken = this.#published;
    if (taken.length > 0) this.#published = [];
    return taken;
  }

  /** This participant's receipts since the last call. */
  takeOwnReceipts(): readonly OwnReceipt[] {
    const taken = this.#ownReceipts;
    if (taken.length > 0) this.#ownReceipts = [];
    return taken;
  }

  #addOwn(entry: Entry): void {
    const message = entry.item as ChatMessage;
    const index = this.#placeOf(entry) + 1;
    const later = this.#messageAt(index)?.item as ChatMessage | undefined;
    this.#own.splice(index, 0, entry);
    const withReceipts = later ? withReceiptsOf(message, later) : message;
    if (withReceipts !== message) this.#entries.replace(entry, withReceipts);
  }

  #receiveFor(entry: Entry, receipt: Receipt, isNew: boolean): void {
    const { messageId, participantId, status } = receipt;
    if (participantId === this.#self) {
      this.#ownReceipts.push({ status, messageId, time: entry.time });
    } else if (entry.participantId === this.#self) {
      if (isNew) this.#published.push(receipt);
      this.#apply(receipt, entry);
    }
  }

  #await(receipt: Receipt, isNew: boolean): void {
    const { messageId, participantId, status } = receipt;
    if (participantId === this.#self) {
      this.#ownReceipts.push({ status, messageId, time: undefined });
    }
    const kept = this.#awaiting.get(messageId) ?? [];
    if (kept.length < MAX_RECEIPTS_AWAITING) kept.push({ receipt, isNew });
    this.#awaiting.set(messageId, kept);
    if (this.#awaiting.size > MAX_AWAITED) {
      this.#awaiting.delete(this.#awaiting.keys().next().value ?? '');
    }
  }

  /** A receipt covers all messages before, so those before one that has it already have it as well. */
  #apply(receipt: Receipt, entry: Entry): void {
    for (let index = this.#placeOf(entry); index >= 0; index--) {
      const before = this.#messageAt(index);
      if (before === undefined) continue;
      const message = before.item as ChatMessage;
      const after = withReceipt(message, receipt);
      if (after === message) return;
      this.#entries.replace(before, after);
    }
  }

  #messageAt(index: number): Entry | undefined {
    const entry = this.#entries.get(this.#own[index]?.id ?? '');
    return entry && isMessage(entry.item) ? entry : undefined;
  }

  /** The index of the last own message that does not come after `entry`; -1 if all do. */
  #placeOf(entry: Entry): number {
    return partitionPoint(this.#own, (own) => byTimeThenArrival(own, entry) <= 0) - 1;
  }
}
