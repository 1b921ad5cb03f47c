import fc from 'fast-check';
import type { Change, Entry } from '../../lib/inbox/index.js';
import {
  applyTranscriptDelta,
  createTranscriptStore,
  type TranscriptDelta,
} from '../../lib/transcript/index.js';
import type { ChatItem } from '../../lib/wire/index.js';
import { messageItem } from '../support/items.js';

const entry = (number: number, content = `${number}`, arrival = number): Entry => ({
  time: Math.floor(number / 3), // some at the same time
  arrival,
  item: messageItem(`${number}`, { content }),
});
const insert = (number: number): Change => ({ kind: 'insert', entry: entry(number) });
const replace = (number: number): Change => ({ kind: 'replace', entry: entry(number, 'other') });
const remove = (number: number): Change => ({ kind: 'remove', entry: entry(number) });

describe('the edits of a transcript', () => {
  it('are first all that there is', () => {
    const store = createTranscriptStore();
    store.apply([insert(1), insert(2)]);
    const { take } = store.record();
    expect(take()?.edits).toEqual([{ type: 'reset', items: store.snapshot().items }]);
    expect(take()).toBeUndefined();
  });

  it('say what was put in, changed and removed, and where', () => {
    const store = createTranscriptStore();
    store.apply([insert(10), insert(30)]);
    const { take } = store.record();
    take();
    store.apply([insert(20), insert(21), replace(30), remove(10)]);
    const ids = take()?.edits.map((edit) =>
      edit.type === 'inserted' ? { ...edit, items: edit.items.map(({ id }) => id) } : edit,
    );
    expect(ids).toMatchObject([
      { type: 'inserted', index: 1, items: ['20', '21'] },
      { type: 'updated', index: 3, item: { content: 'other' } },
      { type: 'removed', index: 0, count: 1 },
    ]);
  });

  it('are none where only something else changed', () => {
    const store = createTranscriptStore();
    const { take } = store.record();
    take();
    store.setHasOlder(true);
    expect(take()).toMatchObject({ edits: [], transcript: { hasOlder: true } });
    store.setHasOlder(true);
    expect(take()).toBeUndefined();
  });

  it('are written down for nobody who has stopped, or has not begun', () => {
    const store = createTranscriptStore();
    const { take, stop } = store.record();
    stop();
    store.apply([insert(1)]);
    expect(take()?.edits).toHaveLength(1);
    stop();
    store.apply([insert(2)]);
    expect(take()?.edits).toEqual([]);
  });

  const changes = fc.array(
    fc.record({
      number: fc.nat(60),
      what: fc.constantFrom('put' as const, 'put' as const, 'remove' as const, 'older' as const),
      read: fc.boolean(),
    }),
    { maxLength: 120 },
  );

  it.each([Infinity, 1, 10])('make of an array what the transcript is, with maxItems %d', (max) => {
    fc.assert(
      fc.property(changes, (run) => {
        const store = createTranscriptStore({ maxItems: max });
        const { take } = store.record();
        const there = new Set<number>();
        let items: readonly ChatItem[] = [];
        const read = () => {
          const delta: TranscriptDelta | undefined = take();
          if (delta) items = applyTranscriptDelta(items, delta);
        };
        read();
        for (const { number, what, read: isRead } of run) {
          if (what === 'older') store.setHasOlder(number % 2 === 0);
          else if (what === 'remove') store.apply([remove(number)]);
          else store.apply([there.has(number) ? replace(number) : insert(number)]);
          there[what === 'put' ? 'add' : 'delete'](number);
          if (isRead) read();
        }
        read();
        expect(items).toEqual(store.snapshot().items);
        expect(items.length).toBeLessThanOrEqual(max);
      }),
    );
  });
});
