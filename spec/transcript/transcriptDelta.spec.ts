import fc from 'fast-check';
import { type Change, Entry } from '../../lib/inbox/index.js';
import {
  applyTranscriptDelta,
  TranscriptStore,
  type TranscriptDelta,
} from '../../lib/transcript/index.js';
import type { ChatItem } from '../../lib/wire/index.js';
import { messageItem } from '../support/items.js';

const entry = (number: number, content = `${number}`, arrival = number): Entry =>
  // Some are at the same time.
  new Entry({}, Math.floor(number / 3), arrival, messageItem(`${number}`, { content }));
const insert = (number: number): Change => ({ kind: 'insert', entry: entry(number) });
const replace = (number: number): Change => ({ kind: 'replace', entry: entry(number, 'other') });
const remove = (number: number): Change => ({ kind: 'remove', entry: entry(number) });

describe('the edits of a transcript', () => {
  it('are first all that there is', () => {
    const store = new TranscriptStore();
    store.apply([insert(1), insert(2)]);
    const recording = store.record();
    expect(recording.take()?.edits).toEqual([{ type: 'reset', items: store.snapshot().items }]);
    expect(recording.take()).toBeUndefined();
  });

  it('say what was put in, changed and removed, and where', () => {
    const store = new TranscriptStore();
    store.apply([insert(10), insert(30)]);
    const recording = store.record();
    recording.take();
    store.apply([insert(20), insert(21), replace(30), remove(10)]);
    const ids = recording
      .take()
      ?.edits.map((edit) =>
        edit.type === 'inserted' ? { ...edit, items: edit.items.map(({ id }) => id) } : edit,
      );
    expect(ids).toMatchObject([
      { type: 'inserted', index: 1, items: ['20', '21'] },
      { type: 'updated', index: 3, item: { content: 'other' } },
      { type: 'removed', index: 0, count: 1 },
    ]);
  });

  it('are none where only something else changed', () => {
    const store = new TranscriptStore();
    const recording = store.record();
    recording.take();
    store.hasOlder = true;
    expect(recording.take()).toMatchObject({ edits: [], transcript: { hasOlder: true } });
    store.hasOlder = true;
    expect(recording.take()).toBeUndefined();
  });

  it('are written down for nobody who has stopped, or has not begun', () => {
    const store = new TranscriptStore();
    const recording = store.record();
    recording.stop();
    store.apply([insert(1)]);
    expect(recording.take()?.edits).toHaveLength(1);
    recording.stop();
    store.apply([insert(2)]);
    expect(recording.take()?.edits).toEqual([]);
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
        const store = new TranscriptStore({ maxItems: max });
        const recording = store.record();
        const there = new Set<number>();
        let items: readonly ChatItem[] = [];
        const read = () => {
          const delta: TranscriptDelta | undefined = recording.take();
          if (delta) items = applyTranscriptDelta(items, delta);
        };
        read();
        for (const { number, what, read: isRead } of run) {
          if (what === 'older') store.hasOlder = number % 2 === 0;
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
