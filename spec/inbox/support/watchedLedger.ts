import { byTimeThenArrival, type Entry } from '../../../lib/inbox/entries.js';
import { createLedger, type Ledger, type LedgerUpdate } from '../../../lib/inbox/ledger.js';
import type { OwnReceipt } from '../../../lib/inbox/receiptIndex.js';
import type { ChatItem, Receipt } from '../../../lib/wire/index.js';

/** The id of the participant whose ledger it is. */
export const SELF = 'me';

/** A ledger, and what it has published. */
export interface WatchedLedger extends Ledger {
  /** What the changes have made of an empty transcript, in its order. */
  readonly items: () => readonly ChatItem[];
  /** All that has arrived. */
  readonly arrived: readonly ChatItem[];
  /** All others' receipts and all own ones that were told of. */
  readonly receipts: readonly Receipt[];
  readonly ownReceipts: readonly OwnReceipt[];
  /** How often anything was published. */
  readonly updates: () => number;
}

/** A ledger whose changes are applied as they come; one that does not fit is an error. */
export function watchedLedger(): WatchedLedger {
  const entries = new Map<string, Entry>();
  const arrived: ChatItem[] = [];
  const receipts: Receipt[] = [];
  const ownReceipts: OwnReceipt[] = [];
  let updates = 0;
  const sorted = () => [...entries.values()].sort(byTimeThenArrival);
  const publish = (update: LedgerUpdate) => {
    updates++;
    for (const { kind, entry } of update.changes) {
      const place = `${entry.time}/${entry.arrival}`;
      if (entries.has(place) !== (kind !== 'insert')) throw new Error(`cannot ${kind} at ${place}`);
      if (kind === 'remove') entries.delete(place);
      else entries.set(place, entry);
    }
    arrived.push(...update.arrived);
    receipts.push(...update.receipts);
    ownReceipts.push(...update.ownReceipts);
  };
  const ledger = createLedger(SELF, {
    publish,
    publishMessage: (entry) => {
      const { item } = entry;
      publish({
        changes: [{ kind: 'insert', entry }],
        arrived: [item],
        receipts: [],
        ownReceipts: [],
      });
    },
    sentSince: (time) =>
      sorted()
        .filter((entry) => entry.time >= time)
        .reverse(),
  });
  return {
    ...ledger,
    items: () => sorted().map(({ item }) => item),
    arrived,
    receipts,
    ownReceipts,
    updates: () => updates,
  };
}
