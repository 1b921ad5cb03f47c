import type { Transcript, TranscriptEdit, TranscriptGap } from '../lite.js';
import type { TranscriptFacts, TranscriptOp } from './feed.js';
import type { SharedItem } from './sharedItem.js';

/** An edit whose items nobody has read yet. */
type SharedEdit =
  | { readonly type: 'inserted'; readonly index: number; readonly items: SharedItem[] }
  | { readonly type: 'updated'; readonly index: number; readonly item: SharedItem }
  | { readonly type: 'removed'; readonly index: number; readonly count: number };

/** Edits since they were last taken, for one reader. */
export interface EditLog {
  take(): readonly TranscriptEdit[];
  stop(): void;
}

/**
 * The transcript of this tab, kept up by what its leaders say, one after the other. It is the union of what
 * they have: an item goes only when a leader removes it, so that a leader which does not know it yet, such as
 * one that has just taken over, takes nothing away.
 */
export class SharedTranscript {
  #list: SharedItem[] = [];
  /** Whether a snapshot reads the list, so that nothing but its end may change. */
  #isRead = false;
  #byId = new Map<string, SharedItem>();
  #hasOlder = false;
  /** What the leaders before this one said. */
  #hadOlder = false;
  #gaps: readonly TranscriptGap[] = [];
  #logs = new Set<SharedEdit[]>();
  #snapshot: Transcript | undefined;

  get size(): number {
    return this.#list.length;
  }

  get(id: string): SharedItem | undefined {
    return this.#byId.get(id);
  }

  /** The key of the first item that the service has; Infinity if there is none. */
  get oldestKey(): number {
    return this.#list.find(({ stage }) => stage === 'whole' || stage === 'piece')?.key ?? Infinity;
  }

  get items(): readonly SharedItem[] {
    return this.#list;
  }

  /** From now on, another leader speaks. */
  handOver(): void {
    this.#hadOlder = this.#hasOlder;
  }

  say({ hasOlder, gaps, first }: TranscriptFacts): void {
    // Items that this leader does not have lie before its own: what is before them, it does not know.
    const isAll = this.#list.length === 0 || this.#list[0]?.id === first;
    this.#hasOlder = isAll ? hasOlder : this.#hadOlder;
    this.#gaps = gaps;
    this.#snapshot = undefined;
  }

  put({ item, after, was }: Omit<TranscriptOp<SharedItem> & { kind: 'put' }, 'kind'>): void {
    const known = this.#byId.get(was ?? item.id);
    if (known?.key === item.key) {
      const index = this.#indexOf(known);
      this.#byId.delete(known.id);
      this.#byId.set(item.id, item);
      this.#writable()[index] = item;
      this.#log({ type: 'updated', index, item });
      return;
    }
    if (known) this.remove(known.id);
    const index = this.#placeOf(item.key, after);
    this.#byId.set(item.id, item);
    // Snapshots know their length: what is appended is not in them.
    if (index === this.#list.length) this.#list.push(item);
    else this.#writable().splice(index, 0, item);
    this.#snapshot = undefined;
    this.#log({ type: 'inserted', index, items: [item] });
  }

  remove(id: string): void {
    const known = this.#byId.get(id);
    if (known === undefined) return;
    const index = this.#indexOf(known);
    this.#byId.delete(id);
    this.#writable().splice(index, 1);
    this.#log({ type: 'removed', index, count: 1 });
  }

  snapshot(): Transcript {
    return (this.#snapshot ??= this.#read());
  }

  /** The edits that lead from the present snapshot to the next ones. */
  record(): EditLog {
    let log: SharedEdit[] = [];
    this.#logs.add(log);
    return {
      take: () => {
        const edits = log.map(readEdit);
        this.#logs.delete(log);
        this.#logs.add((log = []));
        return edits;
      },
      stop: () => {
        this.#logs.delete(log);
      },
    };
  }

  #read(): Transcript {
    const list = this.#list;
    const size = list.length;
    let items: Transcript['items'] | undefined;
    this.#isRead = true;
    return {
      get items() {
        return (items ??= list.slice(0, size).map(({ item }) => item));
      },
      size,
      at: (index) => {
        const place = index < 0 ? size + index : index;
        return place < size ? list[place]?.item : undefined;
      },
      hasOlder: this.#hasOlder,
      gaps: this.#gaps,
    };
  }

  #writable(): SharedItem[] {
    if (this.#isRead) this.#list = [...this.#list];
    this.#isRead = false;
    this.#snapshot = undefined;
    return this.#list;
  }

  /** Behind the item `after` if they have the same key, else before all of that key. */
  #placeOf(key: number, after: string | undefined): number {
    const start = this.#startOf(key);
    const before = after === undefined ? undefined : this.#byId.get(after);
    return before?.key === key ? this.#indexOf(before) + 1 : start;
  }

  #indexOf(item: SharedItem): number {
    return this.#list.indexOf(item, this.#startOf(item.key));
  }

  /** The index of the first item whose key is not less. */
  #startOf(key: number): number {
    let low = 0;
    let high = this.#list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#list[middle]!.key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #log(edit: SharedEdit): void {
    for (const log of this.#logs) {
      const last = log.at(-1);
      const isNext =
        edit.type === 'inserted' &&
        last?.type === 'inserted' &&
        last.index + last.items.length === edit.index;
      if (isNext) last.items.push(...edit.items);
      else log.push(edit.type === 'inserted' ? { ...edit, items: [...edit.items] } : edit);
    }
  }
}

function readEdit(edit: SharedEdit): TranscriptEdit {
  switch (edit.type) {
    case 'inserted':
      return { ...edit, items: edit.items.map(({ item }) => item) };
    case 'updated':
      return { ...edit, item: edit.item.item };
    case 'removed':
      return edit;
  }
}
