import {
  asReceived,
  byTimeThenArrival,
  type Entry,
  type Origin,
} from '../../../lib/inbox/entries.js';
import { Ledger, type LedgerUpdate } from '../../../lib/inbox/ledger.js';
import type { OwnReceipt } from '../../../lib/inbox/receiptIndex.js';
import type { ChatItem, Receipt } from '../../../lib/wire/index.js';

/** The id of the participant whose ledger it is. */
export const SELF = 'me';

/** A ledger whose changes are applied as they come; one that does not fit is an error. */
export class WatchedLedger extends Ledger {
  /** All that was published. */
  readonly published: ChatItem[] = [];
  /** All others' receipts and all own ones. */
  readonly receipts: Receipt[] = [];
  readonly ownReceipts: OwnReceipt[] = [];
  readonly #entries: Map<string, Entry>;
  #updates = 0;

  constructor() {
    const entries = new Map<string, Entry>();
    super({
      self: SELF,
      publish: (update) => {
        this.#apply(update);
      },
      sentSince: (time) =>
        sorted(entries)
          .filter((entry) => entry.time >= time)
          .reverse(),
    });
    this.#entries = entries;
  }

  /** Takes items as a page has them. */
  take(items: readonly ChatItem[], origin: Origin): number {
    return this.receive(items.map(asReceived), origin);
  }

  /** What the changes have made of an empty transcript, in its order. */
  items(): readonly ChatItem[] {
    return sorted(this.#entries).map(({ item }) => item);
  }

  /** How often anything was published. */
  updates(): number {
    return this.#updates;
  }

  #apply({ changes, published, receipts, ownReceipts }: LedgerUpdate): void {
    this.#updates++;
    for (const { kind, entry } of changes) {
      const place = `${entry.time}/${entry.arrival}`;
      if (this.#entries.has(place) !== (kind !== 'insert')) {
        throw new Error(`cannot ${kind} at ${place}`);
      }
      if (kind === 'remove') this.#entries.delete(place);
      else this.#entries.set(place, entry);
    }
    this.published.push(...published.map(({ item }) => item));
    this.receipts.push(...receipts);
    this.ownReceipts.push(...ownReceipts);
  }
}

export const watchedLedger = (): WatchedLedger => new WatchedLedger();

const sorted = (entries: ReadonlyMap<string, Entry>) =>
  [...entries.values()].sort(byTimeThenArrival);
