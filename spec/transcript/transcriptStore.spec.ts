import type { TranscriptChange } from '../../lib/transcript/transcript.js';
import { TranscriptStore } from '../../lib/transcript/transcriptStore.js';
import { Entry } from '../../lib/inbox/entries.js';
import { messageItem } from '../support/items.js';

const entry = (n: number) => new Entry({}, n, n, messageItem(`${n}`, { at: n }));
const insert = (n: number): TranscriptChange => ({ kind: 'insert', entry: entry(n) });

describe('a transcript store', () => {
  it('begins empty', () => {
    expect(new TranscriptStore().snapshot().items).toEqual([]);
  });

  it('has what is applied', () => {
    const store = new TranscriptStore();
    store.apply([insert(2), insert(1)]);
    store.apply([insert(3)]);

    expect(store.snapshot().items.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('gives the same snapshot until something changes, and then another', () => {
    const store = new TranscriptStore();
    store.apply([insert(1), { kind: 'older', hasOlder: true }]);
    const first = store.snapshot();
    expect(store.snapshot()).toBe(first);

    store.apply([{ kind: 'older', hasOlder: true }, { kind: 'whole' }]); // nothing new
    expect(store.snapshot()).toBe(first);

    store.apply([insert(2)]);
    expect(store.snapshot()).not.toBe(first);
    expect(first.items).toHaveLength(1);
  });

  it('tells of changes as they were given, when they can be read', () => {
    const store = new TranscriptStore();
    const told: [readonly TranscriptChange[], number][] = [];
    store.changes$.subscribe((changes) => told.push([changes, store.snapshot().size]));
    const changes = [insert(1), insert(2)];
    store.apply(changes);

    expect(told).toEqual([[changes, 2]]);
  });

  it('says once that a snapshot is out of date, until the next is asked for', () => {
    const store = new TranscriptStore();
    const told = jest.fn();
    store.outdated$.subscribe(told);
    store.snapshot();
    store.apply([insert(1)]);
    store.apply([insert(2)]);
    expect(told).toHaveBeenCalledTimes(1);

    store.snapshot();
    expect(told).toHaveBeenCalledTimes(1);
    store.apply([insert(3)]);
    expect(told).toHaveBeenCalledTimes(2);

    store.record().take();
    store.apply([insert(4)]);
    expect(told).toHaveBeenCalledTimes(3);
  });

  it('tells nothing of no changes', () => {
    const store = new TranscriptStore();
    const told = jest.fn();
    store.changes$.subscribe(told);
    store.apply([]);

    expect(told).not.toHaveBeenCalled();
  });

  it('takes changes that are applied while it tells of others', () => {
    const store = new TranscriptStore();
    const sizes: number[] = [];
    store.changes$.subscribe(() => {
      if (sizes.length === 0) {
        sizes.push(store.snapshot().size);
        store.apply([insert(2)]);
      }
      sizes.push(store.snapshot().size);
    });
    store.apply([insert(1)]);

    expect(sizes).toEqual([1, 2, 2]);
  });

  it('keeps everything, however much comes before somebody reads it', () => {
    const store = new TranscriptStore();
    for (let i = 0; i < 5_000; i++) store.apply([insert(i)]);

    expect(store.snapshot().size).toBe(5_000);
    expect(store.snapshot().at(-1)?.id).toBe('4999');
  });

  it('ends its changes and can be read ever after', () => {
    const store = new TranscriptStore();
    const complete = jest.fn();
    store.changes$.subscribe({ complete });
    store.apply([insert(1)]);
    store.complete();

    expect(complete).toHaveBeenCalledTimes(1);
    expect(store.snapshot().size).toBe(1);
  });

  it('does not let changes be made from outside', () => {
    expect(new TranscriptStore().changes$).not.toHaveProperty('next');
  });

  it('shares nothing with another', () => {
    new TranscriptStore().apply([insert(1)]);

    expect(new TranscriptStore().snapshot().size).toBe(0);
  });
});
