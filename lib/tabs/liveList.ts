import type { ChatItem, TranscriptDelta } from '../lite.js';
import type { TranscriptOp } from './feed.js';
import { SharedItem } from './sharedItem.js';

/** Turns the edits of the leader's transcript, which count places, into changes of items by their ids. */
export function liveList(): (delta: TranscriptDelta) => readonly TranscriptOp<SharedItem>[] {
  let rows: SharedItem[] = [];

  const rowAt = (index: number, item: ChatItem) => SharedItem.of(item, rows[index - 1]?.key);
  const put = (index: number, was?: string): TranscriptOp<SharedItem> => ({
    kind: 'put',
    item: rows[index]!,
    after: rows[index - 1]?.id,
    ...(was !== undefined && { was }),
  });
  const removed = (gone: readonly SharedItem[]) =>
    gone.map(({ id }): TranscriptOp<SharedItem> => ({ kind: 'remove', id }));
  const insert = (start: number, items: readonly ChatItem[]) =>
    items.map((item, offset) => {
      const index = start + offset;
      rows.splice(index, 0, rowAt(index, item));
      return put(index);
    });

  const opsOf = ({ edits }: TranscriptDelta) =>
    edits.flatMap((edit): readonly TranscriptOp<SharedItem>[] => {
      switch (edit.type) {
        case 'reset': {
          const ids = new Set(edit.items.map(({ id }) => id));
          const gone = rows.filter(({ id }) => !ids.has(id));
          rows = [];
          return [...removed(gone), ...insert(0, edit.items)];
        }
        case 'inserted':
          return insert(edit.index, edit.items);
        case 'updated': {
          const { id } = rows[edit.index]!;
          rows[edit.index] = rowAt(edit.index, edit.item);
          return [put(edit.index, id === edit.item.id ? undefined : id)];
        }
        case 'removed':
          return removed(rows.splice(edit.index, edit.count));
      }
    });

  return (delta) => {
    const ops = opsOf(delta);
    // An item that moves is taken out and put in again: it stays the same item.
    const putLast = new Map(
      ops.flatMap((op, index) => (op.kind === 'put' ? [[op.item.id, index] as const] : [])),
    );
    return ops.filter((op, index) => op.kind === 'put' || !((putLast.get(op.id) ?? -1) > index));
  };
}
