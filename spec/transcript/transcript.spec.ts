import fc from 'fast-check';
import { type Change, Entry } from '../../lib/inbox/index.js';
import {
  EMPTY_TRANSCRIPT,
  reduceChanges,
  reduceTranscript,
  snapshotOf,
  type TranscriptChange,
  type TranscriptState,
} from '../../lib/transcript/transcript.js';
import { messageItem } from '../support/items.js';

const entry = (id: string, time: number, arrival = time): Entry =>
  new Entry({}, time, arrival, messageItem(id, { at: Number.isFinite(time) ? time : 0 }));
const insert = (id: string, time: number, arrival?: number): Change => ({
  kind: 'insert',
  entry: entry(id, time, arrival),
});

const after = (...changes: TranscriptChange[]): TranscriptState =>
  changes.reduce(reduceTranscript, EMPTY_TRANSCRIPT);
const idsOf = (state: TranscriptState) => snapshotOf(state).items.map(({ id }) => id);

describe('a transcript', () => {
  it('knows nothing at first', () => {
    expect(snapshotOf(EMPTY_TRANSCRIPT)).toMatchObject({
      items: [],
      size: 0,
      hasOlder: false,
      gaps: [],
    });
  });

  it('sorts by time, then by arrival', () => {
    const state = after(insert('c', 5, 1), insert('a', 1, 2), insert('d', 5, 3), insert('b', 5, 0));

    expect(idsOf(state)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('folds changes in together as it does one after another', () => {
    const changes = [
      ...[1, 2, 5, 3, 4, 6, 7].map((time, arrival) => insert(`${time}`, time, arrival)),
      { kind: 'replace' as const, entry: entry('last', 7, 6) },
      insert('own', Infinity, 8),
      insert('8', 8, 9),
      { kind: 'gap' as const, after: '8' },
      insert('9', 9, 10),
    ];

    const state = reduceChanges(EMPTY_TRANSCRIPT, changes);
    expect(idsOf(state)).toEqual(['1', '2', '3', '4', '5', '6', 'last', '8', '9', 'own']);
    expect(snapshotOf(state)).toMatchObject({ size: 10, gaps: [{ after: '8' }] });
    expect(idsOf(state)).toEqual(idsOf(after(...changes)));
    expect(reduceChanges(state, [])).toBe(state);
  });

  it('has own messages on their way last', () => {
    const state = after(insert('x', Infinity, 1), insert('y', Infinity, 2), insert('a', 1e15, 3));

    expect(idsOf(state)).toEqual(['a', 'x', 'y']);
  });

  it('replaces an item at its place, and removes one', () => {
    const state = after(insert('a', 1), insert('b', 2), insert('c', 3));
    const replaced = reduceTranscript(state, { kind: 'replace', entry: entry('B', 2) });
    const removed = reduceTranscript(replaced, { kind: 'remove', entry: entry('a', 1) });

    expect(idsOf(replaced)).toEqual(['a', 'B', 'c']);
    expect(idsOf(removed)).toEqual(['B', 'c']);
    expect(idsOf(state)).toEqual(['a', 'b', 'c']);
  });

  it('is the same whatever the order of its changes', () => {
    const entries = Array.from({ length: 12 }, (_, i) => insert(`${i}`, Math.floor(i / 3), i));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 12 }), (shuffled) => {
        expect(idsOf(after(...shuffled))).toEqual(entries.map((_, i) => `${i}`));
      }),
    );
  });

  it('says whether there are older items', () => {
    const older = after({ kind: 'older', hasOlder: true });

    expect(snapshotOf(older).hasOlder).toBe(true);
    const none = reduceTranscript(older, { kind: 'older', hasOlder: false });
    expect(snapshotOf(none).hasOlder).toBe(false);
  });

  it('says where items may be missing, once for each place, until it is whole again', () => {
    const gaps = after(
      { kind: 'gap', after: 'a' },
      { kind: 'gap', after: undefined },
      { kind: 'gap', after: 'a' },
    );
    expect(snapshotOf(gaps).gaps).toEqual([{ after: 'a' }, { after: undefined }]);

    expect(snapshotOf(reduceTranscript(gaps, { kind: 'whole' })).gaps).toEqual([]);
  });

  it.each<[string, TranscriptChange]>([
    ['the same of older items', { kind: 'older', hasOlder: true }],
    ['the same gap', { kind: 'gap', after: 'a' }],
  ])('is the same object after %s', (_what, change) => {
    const state = after({ kind: 'older', hasOlder: true }, { kind: 'gap', after: 'a' });

    expect(reduceTranscript(state, change)).toBe(state);
  });

  it('is the same object where it is whole already', () => {
    expect(reduceTranscript(EMPTY_TRANSCRIPT, { kind: 'whole' })).toBe(EMPTY_TRANSCRIPT);
  });
});

describe('a snapshot', () => {
  const state = after(insert('a', 1), insert('b', 2), insert('c', 3));

  it.each([
    [0, 'a'],
    [2, 'c'],
    [-1, 'c'],
    [-3, 'a'],
    [3, undefined],
    [-4, undefined],
  ])('has at %d: %s', (index, id) => {
    expect(snapshotOf(state).at(index)?.id).toBe(id);
  });

  it('makes its list of items once, when it is read', () => {
    const snapshot = snapshotOf(state);

    expect(snapshot.size).toBe(3);
    expect(snapshot.items).toBe(snapshot.items);
  });

  it('does not change with what comes later', () => {
    const snapshot = snapshotOf(state);
    reduceTranscript(state, insert('d', 4));

    expect(snapshot.items).toHaveLength(3);
    expect(snapshot.size).toBe(3);
  });
});
