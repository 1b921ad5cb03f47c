import { type ChatItem, isMessage, type TranscriptEdit } from 'rx-connect-chat/lite';
import type { Row } from './row.js';

/** An item with its row. */
interface Slot {
  item: ChatItem;
  readonly row: Row;
}

/** The rows of a transcript, which follow its edits and touch nothing else. */
export interface RowList {
  /** Answers the items that are news: not older ones, which come before all others. */
  apply(edits: readonly TranscriptEdit[]): readonly ChatItem[];
}

/**
 * What stays the same of an item from its sending to its end, so that its row stays too: an own
 * message has its ClientToken before it has an id.
 */
const keyOf = (item: ChatItem): string =>
  (isMessage(item) ? item.clientToken : undefined) ?? item.id;

export function createRowList(list: HTMLOListElement, createRow: (item: ChatItem) => Row): RowList {
  const slots: Slot[] = [];
  /** Rows taken out that may come back at another place, by keys. */
  const spare = new Map<string, Row>();
  /** Questions that wait for an answer. */
  const open = new Set<Slot>();

  const previousOf = (index: number): ChatItem | undefined => {
    for (let at = index - 1; at >= 0; at--) {
      const slot = slots[at];
      if (slot && !slot.row.element.hidden) return slot.item;
    }
    return undefined;
  };

  const update = (index: number) => {
    const slot = slots[index];
    slot?.row.update(slot.item, previousOf(index));
  };

  /** What follows a change may begin a day now, or continue what is above it. */
  const updateNext = (index: number) => {
    for (let at = index; at < slots.length; at++) {
      if (slots[at]?.row.element.hidden) continue;
      update(at);
      return;
    }
  };

  const insert = (index: number, items: readonly ChatItem[]): readonly ChatItem[] => {
    const added: ChatItem[] = [];
    const inserted = items.map((item): Slot => {
      const key = keyOf(item);
      const kept = spare.get(key);
      if (kept === undefined) added.push(item);
      else spare.delete(key);
      return { item, row: kept ?? createRow(item) };
    });
    const before = slots[index]?.row.element ?? null;
    slots.splice(index, 0, ...inserted);
    const rows = document.createDocumentFragment();
    inserted.forEach((slot, offset) => {
      update(index + offset);
      rows.append(slot.row.element);
      if (slot.row.close) open.add(slot);
    });
    list.insertBefore(rows, before);
    updateNext(index + inserted.length);
    return added;
  };

  const remove = (index: number, count: number) => {
    for (const slot of slots.splice(index, count)) {
      open.delete(slot);
      spare.set(keyOf(slot.item), slot.row);
      slot.row.element.remove();
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
      slot.row.close?.(answer);
    }
  };

  return {
    apply: (edits) => {
      const added: ChatItem[] = [];
      for (const edit of edits) {
        switch (edit.type) {
          case 'reset':
            remove(0, slots.length);
            insert(0, edit.items);
            break;
          case 'inserted': {
            const isOlder = edit.index === 0 && slots.length > 0;
            const items = insert(edit.index, edit.items);
            if (!isOlder) added.push(...items);
            break;
          }
          case 'updated': {
            const slot = slots[edit.index];
            if (slot) slot.item = edit.item;
            update(edit.index);
            break;
          }
          case 'removed':
            remove(edit.index, edit.count);
            break;
        }
      }
      spare.clear();
      closeQuestions();
      return added;
    },
  };
}
