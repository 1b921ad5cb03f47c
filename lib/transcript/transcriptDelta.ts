import { byTimeThenArrival } from '../inbox/index.js';
import type { ChatItem } from '../wire/index.js';
import { rank } from './sortedList.js';
import { type Transcript, type TranscriptChange, type TranscriptState } from './transcript.js';

/** One step from a list of items to another; an index counts in the list as it is at that step. */
export type TranscriptEdit =
  /** The list is another: these items. */
  | { readonly type: 'reset'; readonly items: readonly ChatItem[] }
  /** The items are put in, the first of them at the index. */
  | { readonly type: 'inserted'; readonly index: number; readonly items: readonly ChatItem[] }
  | { readonly type: 'updated'; readonly index: number; readonly item: ChatItem }
  | { readonly type: 'removed'; readonly index: number; readonly count: number };

/** What has become of the transcript since the last emission. */
export interface TranscriptDelta {
  /** In the order in which they are to be applied. None if only `hasOlder` or `gaps` changed. */
  readonly edits: readonly TranscriptEdit[];
  /** The transcript after them. */
  readonly transcript: Transcript;
}

/** `items` after the edits of `delta`, as a new array. */
export function applyTranscriptDelta(
  items: readonly ChatItem[],
  { edits }: Pick<TranscriptDelta, 'edits'>,
): readonly ChatItem[] {
  let list = [...items];
  for (const edit of edits) {
    switch (edit.type) {
      case 'reset':
        list = [...edit.items];
        break;
      case 'inserted':
        list = [...list.slice(0, edit.index), ...edit.items, ...list.slice(edit.index)];
        break;
      case 'updated':
        list[edit.index] = edit.item;
        break;
      case 'removed':
        list.splice(edit.index, edit.count);
        break;
    }
  }
  return list;
}

/** The edit that `change` was, from one state to the next, if the items changed. O(log n). */
export function editOf(
  before: TranscriptState,
  after: TranscriptState,
  change: TranscriptChange,
): TranscriptEdit | undefined {
  if (!('entry' in change) || before.entries === after.entries) return undefined;
  const { item } = change.entry;
  const index = rank(before.entries, change.entry, byTimeThenArrival);
  if (after.entries.size > before.entries.size) return { type: 'inserted', index, items: [item] };
  return after.entries.size < before.entries.size
    ? { type: 'removed', index, count: 1 }
    : { type: 'updated', index, item };
}

/** Edits one after the other; neighbours that go on from each other are one. */
export class EditLog {
  readonly #edits: TranscriptEdit[] = [];
  /** The items of the last edit, if it is of the type `inserted`. */
  #inserted: ChatItem[] = [];

  add(edit: TranscriptEdit): void {
    const last = this.#edits.at(-1);
    if (edit.type === 'inserted') {
      if (last?.type === 'inserted' && edit.index === last.index + last.items.length) {
        this.#inserted.push(...edit.items);
        return;
      }
      this.#inserted = [...edit.items];
      this.#edits.push({ ...edit, items: this.#inserted });
    } else if (edit.type === 'removed' && last?.type === 'removed' && edit.index === last.index) {
      this.#edits[this.#edits.length - 1] = { ...last, count: last.count + edit.count };
    } else {
      this.#edits.push(edit);
    }
  }

  /** All edits since the last time; the log is empty again. */
  take(): readonly TranscriptEdit[] {
    this.#inserted = [];
    return this.#edits.splice(0);
  }
}
