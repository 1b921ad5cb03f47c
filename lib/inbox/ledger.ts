import {
  type ChatItem,
  type ChatMessage,
  isMessage,
  isPast,
  isServiceId,
  isTimed,
  type Receipt,
  receiptsKey,
} from '../wire/index.js';
import { KeyMemory } from './dedupeBy.js';
import { DroppedItems } from './droppedItems.js';
import {
  asReceived,
  type Change,
  Entries,
  type Entry,
  type Origin,
  ReceivedItem,
} from './entries.js';
import { Identities } from './identities.js';
import { fuller, mergeCopy } from './mergeCopy.js';
import { PendingMessages } from './pendingMessages.js';
import { type OwnReceipt, ReceiptIndex } from './receiptIndex.js';
import { receiptsIn } from './receiptsIn.js';
import { isPiece, stitch } from './stitchPartials.js';

/** The result of one call of a {@link Ledger}. */
export interface LedgerUpdate {
  /** Changes of the transcript, in their order. */
  readonly changes: readonly Change[];
  /** Items that are new since the chat was joined; each once, a streamed message when complete. */
  readonly published: readonly ReceivedItem[];
  /** Others' receipts for own messages, new since the chat was joined; each once. */
  readonly receipts: readonly Receipt[];
  /** Receipts of this participant, from wherever it gave them. */
  readonly ownReceipts: readonly OwnReceipt[];
}

/** An item of a chat that is restored. */
export interface RestoredItem {
  readonly item: ChatItem;
  /** Whether it has not been published: it is known from the answer to its sending alone. */
  readonly isUnpublished: boolean;
}

/** What a {@link Ledger} needs. */
export interface LedgerOptions {
  /** The id of this participant, whose messages have a status. */
  readonly self: string;
  /** Called once with the result of a call, before the call returns; not at all if nothing changed. */
  readonly publish: (update: LedgerUpdate) => void;
  /** The items of the transcript that were sent at `time` or later, newest first; milliseconds since 1970. */
  readonly sentSince: (time: number) => Iterable<Entry>;
}

/** Why an item of the transcript is not published yet. */
type Unpublished =
  | 'history'
  /** It is known from the answer to its sending alone. */
  | 'answer'
  /** It is a streamed message that is not complete. */
  | 'piece';

/** How many ids of transient items, such as typing, are remembered. */
const MAX_TRANSIENT = 1_000;

/**
 * Reconciles items: an item stays one item, whichever of socket, old socket, transcript and send answer
 * brings it first, and however many copies follow. What another copy means is decided here alone.
 *
 * `stitchPartials | filter whole | dedupeBy | orderWithin` publishes the same items in the same order, which
 * spec/inbox/equivalence.spec.ts checks. The ledger is a class all the same, made of what those operators
 * are made of ({@link stitch}, {@link KeyMemory}). Operators must read every item, which costs 0.8 µs more of
 * the 7 µs that a message costs. And each would keep what it knows of an item to itself, while the answer to a
 * sending, a receipt or a dropped item concerns all of it. Parts that few chats need are made at first use.
 */
export class Ledger {
  readonly #self: string;
  readonly #publish: (update: LedgerUpdate) => void;
  readonly #sentSince: (time: number) => Iterable<Entry>;
  readonly #entries = new Entries();
  /** Items of the transcript that are not published yet, by id. */
  readonly #unpublished = new Map<string, Unpublished>();
  #identities: Identities | undefined;
  #pending: PendingMessages | undefined;
  #receipts: ReceiptIndex | undefined;
  #dropped: DroppedItems | undefined;
  #transient: KeyMemory | undefined;
  #published: ReceivedItem[] = [];
  /** When this chat sent its first message, by the service's clock, in milliseconds since 1970. */
  #firstSentAt = Infinity;

  constructor({ self, publish, sentSince }: LedgerOptions) {
    this.#self = self;
    this.#publish = publish;
    this.#sentSince = sentSince;
  }

  /** Takes items of one origin, in ascending order. Returns how many of them were published. */
  receive(received: readonly ReceivedItem[], origin: Origin): number {
    // The past of a persistent chat is not new, even if all of it was missed.
    let older: ReceivedItem[] | undefined;
    for (const one of received) {
      const isHistory = origin === 'history';
      if (origin === 'older' || (isPast(one) && !isHistory)) (older ??= []).push(one);
      else if (isHistory && !isPast(one) && one.time >= this.#firstSentAt) {
        this.#receiveOne(one, 'gap');
      } else this.#receiveOne(one, origin);
    }
    // Older items are numbered downwards, so that they come before what is known at equal times.
    older?.reverse().forEach((one) => {
      this.#receiveOne(one, 'older');
    });
    return this.#flush();
  }

  /** The item with this id, as far as it is known. */
  item(id: string): ChatItem | undefined {
    return this.#entryOf(id)?.item;
  }

  /** Whether the item with this id is known and needs no further piece. */
  isWhole(id: string): boolean {
    const item = this.item(id);
    if (item === undefined) return this.#dropped?.has(id) === true;
    return !(isMessage(item) && item.partial);
  }

  /** Whether the item is known from the answer to its sending alone, so that it will be published. */
  isUnpublished(id: string): boolean {
    return this.#unpublished.get(id) === 'answer';
  }

  /** Restores items of a chat, in ascending order; none of them is published again. */
  restore(items: readonly RestoredItem[]): void {
    for (const { item, isUnpublished } of items) {
      if (isMessage(item) && item.status === 'failed') {
        this.#pendingMessages.restoreFailure(item);
      } else {
        const entry = this.#insert(asReceived(item), 'live');
        if (isMessage(item)) this.#receiptsFor(entry)?.restore(entry);
        if (isUnpublished) this.#unpublished.set(item.id, 'answer');
      }
    }
    this.#flush();
  }

  /** Adds an own message that is to be sent; its id is its client token. */
  sending(message: ChatMessage): void {
    this.#pendingMessages.add(message);
    this.#flush();
  }

  /** The message was requested: from now on the service may send it back before it answers. */
  requested(clientToken: string): void {
    this.#pending?.requested(clientToken);
  }

  /** The service has accepted the message under `id`. */
  sent(clientToken: string, id: string, time: Date): void {
    const echo = this.#echoOf(clientToken);
    const message = this.#pending?.settle(clientToken);
    if (echo && !isServiceId(echo.id) && this.#entries.get(id) === undefined) {
      const named = this.#rename(echo, { ...echo.item, id });
      if (!isTimed(echo)) this.#move(named, named.item, time);
      this.#flush();
    }
    if (message === undefined) return;
    const known = this.#entries.get(id);
    if (known) {
      this.#entries.replace(known, { ...(known.item as ChatMessage), clientToken });
    } else {
      const sent = asReceived({ ...message, id, time, clientToken, status: 'sent' });
      this.#addReceipts(this.#entries.insert(sent, 'live'));
      this.#unpublished.set(id, 'answer');
    }
    if (time.getTime() < this.#firstSentAt) this.#beginAt(time.getTime());
    this.#flush();
  }

  /**
   * The message has failed; it stays in the transcript, at the place where that happened. Returns the
   * echoed item if the message arrived although its response was lost. If `isRefused`, an echo with the
   * same content belongs to another sender session, such as another page.
   */
  failed(clientToken: string, error: Error, isRefused?: boolean): ChatItem | undefined {
    const echo = this.#echoOf(clientToken);
    if (echo && !isRefused) {
      this.#pending?.settle(clientToken);
      return echo.item;
    }
    if (echo) this.#entries.replace(echo, withoutToken(echo.item));
    this.#pending?.fail(clientToken, error);
    this.#flush();
    return undefined;
  }

  /** Cancels a message that was not requested yet; one that had failed before has failed again. */
  withdrawn(clientToken: string): void {
    this.#pending?.withdraw(clientToken);
    this.#flush();
  }

  /** The own message that has failed under `clientToken`. */
  failure(clientToken: string): ChatMessage | undefined {
    return this.#pending?.failure(clientToken);
  }

  /**
   * Drops an item from the index but remembers its id, so that a copy is not new. Returns `false` if the
   * item must stay: an own message that has failed, or one that is still to be published.
   */
  forget(entry: Entry): boolean {
    const { id } = entry;
    const reason = this.#unpublished.get(id);
    if (entry.item.status === 'failed' || reason === 'answer' || reason === 'piece') return false;
    this.#unpublished.delete(id);
    this.#entries.forget(entry);
    this.#identities?.forget(id);
    this.#receipts?.forget(entry);
    (this.#dropped ??= new DroppedItems()).add(entry);
    return true;
  }

  get #pendingMessages(): PendingMessages {
    return (this.#pending ??= new PendingMessages(this.#entries));
  }

  get #receiptIndex(): ReceiptIndex {
    return (this.#receipts ??= new ReceiptIndex(this.#self, this.#entries));
  }

  get #identityIndex(): Identities {
    return (this.#identities ??= new Identities(this.#entries, this.#sentSince));
  }

  #entryOf(id: string): Entry | undefined {
    return this.#identities?.entryOf(id) ?? this.#entries.get(id);
  }

  #echoOf(clientToken: string): Entry | undefined {
    return this.#entryOf(this.#pending?.echoOf(clientToken) ?? '');
  }

  #isOwn(one: ReceivedItem): boolean {
    return one.participantId === this.#self;
  }

  #receiveOne(received: ReceivedItem, origin: Origin): void {
    if (!received.isKept) {
      this.#receiveTransient(received, origin);
      return;
    }
    const { id } = received;
    if (this.#identities === undefined && isServiceId(id)) {
      this.#reconcile(received, this.#entries.get(id), origin);
      return;
    }
    const match = this.#identityIndex.find(received, origin);
    this.#reconcile(match.received, match.known, origin);
  }

  #reconcile(received: ReceivedItem, known: Entry | undefined, origin: Origin): void {
    if (known === undefined) this.#receiveNew(received, origin);
    else {
      const { item } = received;
      const copied = known.id === item.id ? known : this.#rename(known, fuller(known.item, item));
      this.#receiveCopy(copied, item, origin);
    }
    if (received.raw.MessageMetadata?.Receipts) this.#receiveReceipts(received, origin);
  }

  #receiveNew(received: ReceivedItem, origin: Origin): void {
    const { id, time } = received;
    if (origin === 'older') this.#dropped?.delete(id);
    else if (this.#dropped?.covers(id, time)) return;
    const fresh = this.#joined(received, origin);
    if (fresh === undefined) return;
    const entry = this.#addReceipts(this.#insert(fresh, origin));
    if (entry.isPartial) this.#unpublished.set(id, 'piece');
    else if (origin === 'history') this.#unpublished.set(id, 'history');
    else if (origin !== 'older') this.#published.push(entry);
  }

  /** The message that a first piece makes, or an own message with its status; `undefined` for a later piece. */
  #joined(received: ReceivedItem, origin: Origin): ReceivedItem | undefined {
    if (!received.isMessage) return received;
    // Most messages are others' and complete: they stay unread.
    const isComplete = !isPiece(received);
    if (isComplete && received.participantId !== '' && !this.#isOwn(received)) return received;
    const piece = received.item as ChatMessage;
    const message = isComplete ? piece : stitch(undefined, piece);
    return message && asReceived(this.#asOwn(message, origin));
  }

  /** One that does not say whose it is can be an own pending one. */
  #asOwn(message: ChatMessage, origin: Origin): ChatMessage {
    const { participant } = message;
    const isOwn = participant.id === this.#self;
    if (!isOwn && participant.id !== '') return message;
    const echo = isNow(origin) ? this.#pending?.matchEcho(message) : undefined;
    if (echo === undefined) return isOwn ? { ...message, status: 'sent' } : message;
    return {
      ...message,
      participant: isOwn ? participant : echo.participant,
      status: 'sent',
      clientToken: echo.id,
    };
  }

  #insert(received: ReceivedItem, origin: Origin): Entry {
    const entry = this.#entries.insert(received, origin);
    if (!isServiceId(entry.id)) this.#identityIndex.added(entry.id);
    return entry;
  }

  #addReceipts(entry: Entry): Entry {
    return (entry.isMessage && this.#receiptsFor(entry)?.add(entry)) || entry;
  }

  /** The first own message makes the index, and so does the first receipt. */
  #receiptsFor(entry: Entry): ReceiptIndex | undefined {
    return this.#isOwn(entry) ? this.#receiptIndex : this.#receipts;
  }

  #move(entry: Entry, item: ChatItem, time: Date): void {
    const moved = this.#entries.move(entry, item, time);
    this.#receipts?.move(entry, moved);
  }

  /** Gives the service's id to an item that came without one. */
  #rename(known: Entry, item: ChatItem): Entry {
    const { id } = known;
    const renamed = this.#entries.rename(known, item);
    this.#identities?.renamed(id, item.id);
    const reason = this.#unpublished.get(id);
    this.#unpublished.delete(id);
    if (reason) this.#unpublished.set(item.id, reason);
    this.#receipts?.forget(known);
    return this.#addReceipts(renamed);
  }

  #receiveCopy(known: Entry, copy: ChatItem, origin: Origin): void {
    const reason = this.#unpublished.get(copy.id);
    const merged = mergeCopy(known.item, copy, reason === 'answer');
    if (origin !== 'live' && isTimed(copy) && copy.time.getTime() !== known.time) {
      this.#move(known, merged, copy.time);
    } else if (merged !== known.item) this.#entries.replace(known, merged);
    if (reason === undefined || (isMessage(merged) && merged.partial)) return;
    if (origin === 'live' || (origin === 'gap' && reason !== 'history')) {
      this.#unpublished.delete(copy.id);
      this.#published.push(asReceived(merged));
    }
  }

  #receiveTransient(received: ReceivedItem, origin: Origin): void {
    const isMetadata = received.type === 'MESSAGEMETADATA';
    if (isMetadata) this.#receiveReceipts(received, origin);
    if (!isNow(origin)) return;
    const { id } = received;
    const key = (isMetadata && receiptsKey(received.raw)) || id;
    // Without an id and a time, the next of its kind cannot be told from a copy of it.
    const canRepeat = key === id && !isServiceId(key) && !isTimed(received);
    this.#transient ??= new KeyMemory(MAX_TRANSIENT);
    if (canRepeat || this.#transient.add(key)) this.#published.push(received);
  }

  /** Of an item of their own, or of the message itself, as pages of the transcript may have them. */
  #receiveReceipts(received: ReceivedItem, origin: Origin): void {
    this.#receiptIndex.receive(receiptsIn(received.item), isNow(origin));
  }

  /** This chat has sent its first message: what the history has from then on is no history. */
  #beginAt(time: number): void {
    this.#firstSentAt = time;
    for (const [id, reason] of this.#unpublished) {
      const entry = this.#entries.get(id);
      if (reason !== 'history' || entry === undefined || entry.time < time) continue;
      this.#unpublished.delete(id);
      this.#published.push(entry);
    }
  }

  #flush(): number {
    const published = this.#published;
    const update: LedgerUpdate = {
      changes: this.#entries.takeChanges(),
      published,
      receipts: this.#receipts?.takeReceipts() ?? NONE,
      ownReceipts: this.#receipts?.takeOwnReceipts() ?? NONE,
    };
    const { changes, receipts, ownReceipts } = update;
    if (changes.length + published.length + receipts.length + ownReceipts.length === 0) return 0;
    if (published.length > 0) this.#published = [];
    this.#publish(update);
    return published.length;
  }
}

const NONE: readonly never[] = [];

/** Whether items of this origin were sent since the chat was joined. */
const isNow = (origin: Origin) => origin === 'live' || origin === 'gap';

const withoutToken = ({ clientToken: _, ...item }: ChatItem & { clientToken?: string }): ChatItem =>
  item;
