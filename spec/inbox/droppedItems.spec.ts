import { DroppedItems } from '../../lib/inbox/droppedItems.js';
import { Entry } from '../../lib/inbox/entries.js';
import { messageItem } from '../support/items.js';

const entry = (id: string, at: number) => {
  const item = messageItem(id, { at });
  return new Entry(item.raw, item.time.getTime(), at, item);
};
const time = (at: number) => messageItem('x', { at }).time.getTime();

describe('dropped items', () => {
  it('are none at first', () => {
    expect(new DroppedItems().covers('a', time(0))).toBe(false);
  });

  it('are known by their ids, until they are known again', () => {
    const dropped = new DroppedItems();
    dropped.add(entry('a', 5));
    expect(dropped.has('a')).toBe(true);
    expect(dropped.covers('a', time(9))).toBe(true);
    expect(dropped.covers('b', time(1))).toBe(false); // it comes late, but it is new
    dropped.delete('a');
    expect(dropped.has('a')).toBe(false);
  });

  it('cover all that is older than the ids that are remembered', () => {
    const dropped = new DroppedItems();
    for (let i = 0; i < 1_002; i++) dropped.add(entry(`${i}`, i));
    expect(dropped.has('1')).toBe(false);
    expect(dropped.has('2')).toBe(true);
    expect(dropped.covers('1', time(1))).toBe(true);
    expect(dropped.covers('another', time(1))).toBe(true);
    expect(dropped.covers('another', time(2))).toBe(false);
  });
});
