import fc from 'fast-check';
import {
  append,
  at,
  type Compare,
  emptyList,
  forEach,
  put,
  rank,
  remove,
  sharedStart,
  type SortedList,
} from '../../lib/transcript/sortedList.js';

interface Element {
  readonly key: number;
  readonly value: string;
}

const byKey: Compare<Element> = (a, b) => a.key - b.key;
const byNumber: Compare<number> = (a, b) => a - b;

function toArray<T>(list: SortedList<T>): T[] {
  const items: T[] = [];
  forEach(list, (item) => {
    items.push(item);
  });
  return items;
}

const listOf = (...numbers: number[]) =>
  numbers.reduce((list, n) => put(list, n, byNumber), emptyList<number>());

/** How a tree is built, checked on the way. */
interface Shape {
  readonly depth: number;
  readonly widest: number;
  readonly leaves: number;
}

function shapeOf(node: SortedList<unknown>['root']): Shape {
  if (!('children' in node)) return { depth: 1, widest: node.items.length, leaves: 1 };
  const shapes = node.children.map(shapeOf);
  const depths = new Set(shapes.map(({ depth }) => depth));
  expect(depths.size).toBe(1); // balanced
  expect(node.size).toBe(node.children.reduce((sum, { size }) => sum + size, 0));
  expect(node.lasts).toHaveLength(node.children.length);
  return {
    depth: 1 + Math.max(...depths),
    widest: Math.max(node.children.length, ...shapes.map(({ widest }) => widest)),
    leaves: shapes.reduce((sum, { leaves }) => sum + leaves, 0),
  };
}

/** A run of edits, with keys that often meet. */
const edits = (maxLength: number, keys: number) =>
  fc.array(
    fc.record({
      what: fc.constantFrom('put' as const, 'put' as const, 'put' as const, 'remove' as const),
      key: fc.nat(keys),
    }),
    { maxLength, size: 'max' },
  );

describe('a sorted list', () => {
  it('is empty at first', () => {
    const list = emptyList<number>();

    expect(list.size).toBe(0);
    expect(toArray(list)).toEqual([]);
    expect(at(list, 0)).toBeUndefined();
    expect(remove(list, 1, byNumber)).toBe(list);
  });

  it('puts elements at their places', () => {
    expect(toArray(listOf(3, 1, 2))).toEqual([1, 2, 3]);
  });

  it('replaces the element that compares as equal', () => {
    const list = put(emptyList<Element>(), { key: 1, value: 'a' }, byKey);
    const replaced = put(list, { key: 1, value: 'b' }, byKey);

    expect(toArray(replaced)).toEqual([{ key: 1, value: 'b' }]);
    expect(replaced.size).toBe(1);
  });

  it('removes an element, and stays the same list where there is none', () => {
    const list = listOf(1, 2, 3);

    expect(toArray(remove(list, 2, byNumber))).toEqual([1, 3]);
    expect(remove(list, 4, byNumber)).toBe(list);
    expect(remove(list, 0, byNumber)).toBe(list);
    expect(remove(list, 2.5, byNumber)).toBe(list);
  });

  it('is empty again when all are removed', () => {
    const list = [1, 2, 3].reduce((rest, n) => remove(rest, n, byNumber), listOf(1, 2, 3));

    expect(list.size).toBe(0);
    expect(toArray(put(list, 5, byNumber))).toEqual([5]);
  });

  it('knows how many elements come before one, in it or not', () => {
    fc.assert(
      fc.property(edits(400, 200), fc.nat(200), (run, key) => {
        const list = run.reduce(
          (after, edit) =>
            edit.what === 'put'
              ? put(after, edit.key, byNumber)
              : remove(after, edit.key, byNumber),
          emptyList<number>(),
        );
        expect(rank(list, key, byNumber)).toBe(toArray(list).filter((n) => n < key).length);
      }),
    );
  });

  it.each([-1, 3, 1.5, NaN, Infinity])('has nothing at %d', (index) => {
    expect(at(listOf(1, 2, 3), index)).toBeUndefined();
  });

  it('does as a sorted array does, whatever is put and removed', () => {
    fc.assert(
      fc.property(edits(400, 200), (run) => {
        let list = emptyList<Element>();
        const model = new Map<number, Element>();
        run.forEach(({ what, key }, i) => {
          const element = { key, value: `${i}` };
          list = what === 'put' ? put(list, element, byKey) : remove(list, element, byKey);
          if (what === 'put') model.set(key, element);
          else model.delete(key);
        });
        const sorted = [...model.values()].sort(byKey);

        expect(toArray(list)).toEqual(sorted);
        expect(list.size).toBe(sorted.length);
        sorted.forEach((element, index) => {
          expect(at(list, index)).toBe(element);
        });
        expect(at(list, sorted.length)).toBeUndefined();
        expect(shapeOf(list.root).widest).toBeLessThanOrEqual(32);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves every older version as it was', () => {
    fc.assert(
      fc.property(edits(120, 80), (run) => {
        const versions: [SortedList<Element>, Element[]][] = [];
        let list = emptyList<Element>();
        run.forEach(({ what, key }, i) => {
          const element = Object.freeze({ key, value: `${i}` });
          list = what === 'put' ? put(list, element, byKey) : remove(list, element, byKey);
          versions.push([list, toArray(list)]);
        });

        versions.forEach(([version, elements], i) => {
          expect(toArray(version)).toEqual(elements);
          expect(version.size).toBe(elements.length);
          const from = i % 50;
          const rest: Element[] = [];
          forEach(version, (element) => rest.push(element), from);
          expect(rest).toEqual(elements.slice(from));
          for (const [other, others] of versions.slice(Math.max(0, i - 5), i)) {
            for (const shared of [sharedStart(version, other), sharedStart(other, version)]) {
              expect(elements.slice(0, shared)).toEqual(others.slice(0, shared));
            }
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each<[string, (i: number) => number]>([
    ['in ascending order', (i) => i],
    ['in descending order', (i) => -i],
    ['from both ends', (i) => (i % 2 ? i : -i)],
    ['all over the place', (i) => (i * 7_919) % 10_007],
  ])('takes 10,000 elements %s, in a tree that is shallow and narrow', (_how, keyOf) => {
    let list = emptyList<number>();
    for (let i = 0; i < 10_000; i++) list = put(list, keyOf(i), byNumber);
    const sorted = Array.from({ length: 10_000 }, (_, i) => keyOf(i)).sort(byNumber);

    expect(toArray(list)).toEqual(sorted);
    expect(at(list, 0)).toBe(sorted[0]);
    expect(at(list, 5_000)).toBe(sorted[5_000]);
    expect(at(list, 9_999)).toBe(sorted[9_999]);
    const { depth, widest } = shapeOf(list.root);
    expect(widest).toBeLessThanOrEqual(32);
    expect(depth).toBeLessThanOrEqual(4);
  });

  it('fills its leaves where elements come in ascending order, as messages do', () => {
    let list = emptyList<number>();
    for (let i = 0; i < 10_000; i++) list = put(list, i, byNumber);

    expect(shapeOf(list.root).leaves).toBeLessThanOrEqual(Math.ceil(10_000 / 32) + 1);
  });

  it('shares all but its last leaf with what is appended to it', () => {
    const numbers = Array.from({ length: 3_000 }, (_, i) => i);
    const older = append(emptyList<number>(), numbers.slice(0, 1_000));
    const newer = append(older, numbers.slice(1_000));

    expect(sharedStart(older, newer)).toBe(992);
    expect(sharedStart(newer, older)).toBe(992);
    expect(sharedStart(older, older)).toBe(1_000);
    expect(sharedStart(older, put(older, 500.5, byNumber))).toBeGreaterThanOrEqual(480);
    expect(sharedStart(older, emptyList())).toBe(0);
  });

  it('takes what comes behind all others together, as if one after another', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_500), { maxLength: 6 }), fc.nat(40), (lengths, removed) => {
        let list = emptyList<number>();
        const elements: number[] = [];
        for (const length of lengths) {
          const run = Array.from({ length }, (_, i) => elements.length + i);
          const older = list;
          list = append(list, run);
          expect(toArray(older)).toEqual(elements);
          elements.push(...run);
          expect(toArray(list)).toEqual(elements);
          expect(list.size).toBe(elements.length);
          expect(shapeOf(list.root).widest).toBeLessThanOrEqual(32);
        }
        expect(toArray(remove(put(list, -1, byNumber), removed, byNumber))).toEqual(
          [-1, ...elements].filter((n) => n !== removed),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('takes 10,000 elements off again', () => {
    let list = emptyList<number>();
    for (let i = 0; i < 10_000; i++) list = put(list, i, byNumber);
    const whole = list;
    for (let i = 0; i < 10_000; i += 2) list = remove(list, i, byNumber);
    expect(list.size).toBe(5_000);
    expect(at(list, 4_999)).toBe(9_999);

    for (let i = 1; i < 10_000; i += 2) list = remove(list, i, byNumber);
    expect(toArray(list)).toEqual([]);
    expect(toArray(whole)).toHaveLength(10_000);
  });

  it('shares with the older version all but one path', () => {
    let list = emptyList<number>();
    for (let i = 0; i < 10_000; i++) list = put(list, i * 2, byNumber);
    const nodesOf = (node: unknown): object[] => {
      const { children = [] } = node as { children?: readonly unknown[] };
      return [node as object, ...children.flatMap(nodesOf)];
    };
    const before = new Set(nodesOf(list.root));
    const added = nodesOf(put(list, 5_001, byNumber).root).filter((node) => !before.has(node));

    expect(added.length).toBeLessThanOrEqual(8);
  });

  it('compares O(log n) times', () => {
    let list = emptyList<number>();
    for (let i = 0; i < 10_000; i++) list = put(list, i * 2, byNumber);
    const counted = jest.fn(byNumber);
    put(list, 5_001, counted);

    expect(counted.mock.calls.length).toBeLessThan(40);
  });
});
