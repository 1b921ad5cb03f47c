import type { WireItem } from '../../wire/index.js';

/** Where an item stands: by time, and at the same time by arrival. */
export interface Position {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Grows with every item of the service. */
  readonly sequence: number;
}

/** An item as the service keeps it. */
export interface TranscriptEntry extends Position {
  readonly item: WireItem & { readonly Id: string; readonly AbsoluteTime: string };
  /** The contact it belongs to, which not every item names. */
  readonly contactId: string;
}

/** The items of one contact, oldest first; when there are more than `capacity`, the oldest go. */
export class Transcript {
  readonly #entries: TranscriptEntry[] = [];
  readonly #byId = new Map<string, TranscriptEntry>();

  constructor(private readonly capacity: number) {}

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  find(id: string): TranscriptEntry | undefined {
    return this.#byId.get(id);
  }

  add(entry: TranscriptEntry): void {
    this.#entries.splice(firstAtOrAfter(this.#entries, entry), 0, entry);
    this.#byId.set(entry.item.Id, entry);
    if (this.#entries.length > this.capacity) {
      this.#byId.delete(this.#entries.shift()!.item.Id);
    }
  }

  /** Gives the item with this id, if there still is one, other values of these fields. */
  amend(id: string, fields: Pick<WireItem, 'Attachments' | 'MessageMetadata'>): void {
    const known = this.#byId.get(id);
    if (!known) return;
    const entry = { ...known, item: { ...known.item, ...fields } };
    this.#entries[firstAtOrAfter(this.#entries, known)] = entry;
    this.#byId.set(id, entry);
  }
}

/** Negative if `a` stands before `b`. */
export const compare = (a: Position, b: Position): number =>
  a.time - b.time || a.sequence - b.sequence;

/** The index of the first of the sorted `entries` that does not stand before `position`. */
export function firstAtOrAfter(entries: readonly Position[], position: Position): number {
  let low = 0;
  let high = entries.length;
  // Nearly always the newest item: look at the end before searching.
  if (high > 0 && compare(entries[high - 1]!, position) < 0) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(entries[middle]!, position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
