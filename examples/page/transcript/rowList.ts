import { type ChatItem, isMessage, type TranscriptEdit } from 'rx-connect-chat/lite';
import { isShown, type Row } from './row.js';

/** An item, with its row where that is drawn. */
interface Slot {
  item: ChatItem;
  row?: Row | undefined;
}

/**
 * The rows of a transcript, which follow its edits and touch nothing else. Drawn are the newest; those
 * above them when the reader gets there, so that what a message costs does not grow with the list.
 */
export interface RowList {
  /** Answers the items that are news: not older ones, which come before all others. */
  apply(edits: readonly TranscriptEdit[]): readonly ChatItem[];
  /** Whether there are items above the rows that are drawn. */
  readonly isCut: boolean;
  /** Draws some more of the items above. */
  extend(): void;
  /** Leaves the newest rows alone drawn. */
  cut(): void;
}

/** How many rows are left by a cut, how many more of them make one worth it, and how many it brings. */
const KEPT = 60;
const SLACK = 30;
const PAGE = 50;

/**
 * What stays the same of an item from its sending to its end, so that its row stays too: an own
 * message has its ClientToken before it has an id.
 */
const keyOf = (item: ChatItem): string =>
  (isMessage(item) ? item.clientToken : undefined) ?? item.id;

export function createRowList(list: HTMLOListElement, createRow: (item: ChatItem) => Row): RowList {
  const slots: Slot[] = [];
  /** The first slot that is drawn; all after it are. */
  let start = 0;
  /** Rows taken out that may come back at another place, by keys. */
  const spare = new Map<string, Row>();
  /** Drawn questions that wait for an answer. */
  const open = new Set<Slot>();

  const isShownAt = (index: number) => {
    const slot = slots[index];
    return slot !== undefined && isShown(slot.item);
  };

  const update = (index: number) => {
    const slot = slots[index];
    if (!slot?.row) return;
    let above = index - 1;
    while (above >= 0 && !isShownAt(above)) above--;
    slot.row.update(slot.item, slots[above]?.item);
  };

  /** What follows a change may begin a day now, or continue what is above it. */
  const updateNext = (index: number) => {
    let next = index;
    while (next < slots.length && !isShownAt(next)) next++;
    update(next);
  };

  const draw = (from: number, to: number) => {
    const before = slots[to]?.row?.element ?? null;
    const rows = document.createDocumentFragment();
    for (let index = from; index < to; index++) {
      const slot = slots[index];
      if (slot === undefined) continue;
      slot.row = spare.get(keyOf(slot.item)) ?? createRow(slot.item);
      if (slot.row.close) open.add(slot);
      update(index);
      rows.append(slot.row.element);
    }
    list.insertBefore(rows, before);
    updateNext(to);
  };

  const erase = (slot: Slot) => {
    slot.row?.element.remove();
    open.delete(slot);
  };

  const insert = (index: number, items: readonly ChatItem[]): readonly ChatItem[] => {
    const isOlder = index === 0 && slots.length > 0;
    const added = isOlder ? [] : items.filter((item) => !spare.has(keyOf(item)));
    slots.splice(index, 0, ...items.map((item) => ({ item })));
    if (index < start || (index === start && start > 0)) start += items.length;
    else draw(index, index + items.length);
    return added;
  };

  const remove = (index: number, count: number) => {
    const removed = slots.splice(index, count);
    start -= Math.max(0, Math.min(start, index + count) - index);
    for (const slot of removed) {
      if (slot.row) spare.set(keyOf(slot.item), slot.row);
      erase(slot);
    }
    updateNext(index);
  };

  /** Whatever the customer says after a question answers it. */
  const closeQuestions = () => {
    for (const slot of open) {
      const answer = slots
        .slice(slots.lastIndexOf(slot) + 1)
        .map(({ item }) => item)
        .find((item) => isMessage(item) && item.participant.role === 'CUSTOMER');
      if (answer === undefined || !isMessage(answer)) continue;
      open.delete(slot);
      slot.row?.close?.(answer);
    }
  };

  const applyEdit = (edit: TranscriptEdit): readonly ChatItem[] => {
    switch (edit.type) {
      case 'reset':
        remove(0, slots.length);
        slots.push(...edit.items.map((item) => ({ item })));
        start = Math.max(0, slots.length - KEPT);
        draw(start, slots.length);
        return [];
      case 'inserted':
        return insert(edit.index, edit.items);
      case 'updated': {
        const slot = slots[edit.index];
        if (slot) slot.item = edit.item;
        update(edit.index);
        return [];
      }
      case 'removed':
        remove(edit.index, edit.count);
        return [];
    }
  };

  return {
    apply: (edits) => {
      const added = edits.flatMap(applyEdit);
      spare.clear();
      closeQuestions();
      return added;
    },
    get isCut() {
      return start > 0;
    },
    extend: () => {
      const to = start;
      start = Math.max(0, start - PAGE);
      draw(start, to);
      closeQuestions();
    },
    cut: () => {
      if (slots.length - start <= KEPT + SLACK) return;
      const from = start;
      start = slots.length - KEPT;
      for (const slot of slots.slice(from, start)) {
        erase(slot);
        slot.row = undefined;
      }
    },
  };
}
