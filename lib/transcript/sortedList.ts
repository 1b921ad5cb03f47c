import { partitionPoint } from '../inbox/index.js';

/**
 * An immutable list in ascending order: a B+ tree, whose operations copy one path and share the rest.
 * Insertion, removal and look-up by place cost O(log n); the old list stays as it was.
 */
export interface SortedList<T> {
  readonly size: number;
  readonly root: Node<T>;
}

/** Negative if `a` comes before `b`, 0 if they are the same element. */
export type Compare<T> = (a: T, b: T) => number;

type Node<T> = Leaf<T> | Branch<T>;

interface Leaf<T> {
  readonly size: number;
  readonly items: readonly T[];
}

interface Branch<T> {
  readonly size: number;
  /** Never empty; none of them is. */
  readonly children: readonly Node<T>[];
  /** The last element below each child. */
  readonly lasts: readonly T[];
}

/** Wide enough to be shallow, narrow enough for its copies to be cheap. */
const WIDTH = 32;

const EMPTY_LEAF: Leaf<never> = { size: 0, items: [] };

/** A list without elements. */
export const emptyList = <T>(): SortedList<T> => ({ size: 0, root: EMPTY_LEAF });

/** The list with `item` at its place, instead of the element that compares as 0 if there is one. */
export function put<T>(list: SortedList<T>, item: T, compare: Compare<T>): SortedList<T> {
  const [first, ...more] = putInto(list.root, item, compare);
  return listOf(first !== undefined && more.length > 0 ? branch([first, ...more]) : first);
}

/** The list with `items`, which ascend and come after all that are there, behind its elements. */
export function append<T>({ root }: SortedList<T>, items: readonly T[]): SortedList<T> {
  let nodes = appendTo(root, items);
  while (nodes.length > 1) nodes = chunksOf(nodes).map(branch);
  return listOf(nodes[0]);
}

/** The list without the element that compares as 0 with `item`; the same list if there is none. */
export function remove<T>(list: SortedList<T>, item: T, compare: Compare<T>): SortedList<T> {
  const root = removeFrom(list.root, item, compare);
  return root === list.root ? list : listOf(root);
}

/** The element at `index`, from 0; `undefined` outside. */
export function at<T>({ root, size }: SortedList<T>, index: number): T | undefined {
  if (!(index >= 0 && index < size)) return undefined;
  let node = root;
  let rest = index;
  while (isBranch(node)) {
    for (const child of node.children) {
      if (rest < child.size) {
        node = child;
        break;
      }
      rest -= child.size;
    }
  }
  return node.items[rest];
}

/** How many elements come before `item`: its index if it is in the list. O(log n). */
export function rank<T>({ root }: SortedList<T>, item: T, compare: Compare<T>): number {
  let node = root;
  let before = 0;
  while (isBranch(node)) {
    const index = lowerBound(node.lasts, item, compare);
    for (let i = 0; i < index; i++) before += node.children[i]?.size ?? 0;
    const child = node.children[index];
    if (child === undefined) return before;
    node = child;
  }
  return before + lowerBound(node.items, item, compare);
}

/** Calls `visit` with each element from the index `from` on, in order. */
export function forEach<T>({ root }: SortedList<T>, visit: (item: T) => void, from = 0): void {
  let skipped = 0;
  const walk = (node: Node<T>) => {
    if (skipped + node.size <= from) {
      skipped += node.size;
    } else if (isBranch(node)) {
      node.children.forEach(walk);
    } else {
      node.items.slice(from - skipped).forEach(visit);
      skipped = from;
    }
  };
  walk(root);
}

/**
 * A number of elements that two lists begin with alike, by the nodes that they share: next to all of
 * them if one was made of the other by appending.
 */
export function sharedStart<T>({ root: a }: SortedList<T>, { root: b }: SortedList<T>): number {
  const shared = (one: Node<T>, other: Node<T>): number => {
    if (one === other) return one.size;
    if (!isBranch(one) || !isBranch(other)) return 0;
    let size = 0;
    for (let i = 0; i < one.children.length; i++) {
      const [mine, its] = [one.children[i]!, other.children[i]];
      if (mine !== its) return size + (its ? shared(mine, its) : 0);
      size += mine.size;
    }
    return size;
  };
  // The deeper one has grown at its root: what it was then is its first branch.
  const levels = depthOf(b) - depthOf(a);
  return shared(firstBelow(a, -levels), firstBelow(b, levels));
}

/** The first node so many levels below `node`. */
const firstBelow = <T>(node: Node<T>, levels: number): Node<T> =>
  levels > 0 && isBranch(node) ? firstBelow(node.children[0]!, levels - 1) : node;

const depthOf = (node: Node<unknown>): number =>
  isBranch(node) ? 1 + depthOf(node.children[0]!) : 0;

const isBranch = <T>(node: Node<T>): node is Branch<T> => 'children' in node;

const listOf = <T>(root: Node<T> | undefined): SortedList<T> =>
  root ? { size: root.size, root } : emptyList();

const leaf = <T>(items: readonly T[]): Leaf<T> => ({ size: items.length, items });

function branch<T>(children: readonly Node<T>[]): Branch<T> {
  let size = 0;
  for (const child of children) size += child.size;
  return { size, children, lasts: children.map(lastOf) };
}

const lastOf = <T>(node: Node<T>): T =>
  (isBranch(node) ? node.lasts[node.lasts.length - 1] : node.items[node.items.length - 1]) as T;

/** A copy of `elements` with `inserted` in the place of `deleted` of them. */
function spliced<E>(elements: readonly E[], index: number, deleted: number, ...inserted: E[]): E[] {
  const copy = elements.slice();
  copy.splice(index, deleted, ...inserted);
  return copy;
}

/** The first index whose element does not come before `item`; the length if all do. */
function lowerBound<T>(items: readonly T[], item: T, compare: Compare<T>): number {
  const last = items.length - 1;
  // Most items are newer than all before them: look there first.
  if (last < 0 || compare(items[last] as T, item) < 0) return items.length;
  return partitionPoint(items, (other) => compare(other, item) < 0);
}

/** Nodes as deep as `node`, with its elements and `items`. */
function appendTo<T>(node: Node<T>, items: readonly T[]): readonly Node<T>[] {
  if (!isBranch(node)) return chunksOf([...node.items, ...items]).map(leaf);
  const others = node.children.slice(0, -1);
  return chunksOf([...others, ...appendTo(node.children[others.length]!, items)]).map(branch);
}

function chunksOf<E>(elements: readonly E[]): readonly (readonly E[])[] {
  const chunks: (readonly E[])[] = [];
  for (let i = 0; i < elements.length; i += WIDTH) chunks.push(elements.slice(i, i + WIDTH));
  return chunks;
}

function putInto<T>(node: Node<T>, item: T, compare: Compare<T>): Node<T>[] {
  if (isBranch(node)) {
    const index = Math.min(lowerBound(node.lasts, item, compare), node.children.length - 1);
    const parts = putInto(node.children[index] as Node<T>, item, compare);
    const children = spliced(node.children, index, 1, ...parts);
    return split(children, index === node.children.length - 1).map(branch);
  }
  const index = lowerBound(node.items, item, compare);
  const found = node.items[index];
  const same = found !== undefined && compare(found, item) === 0;
  const items = spliced(node.items, index, same ? 1 : 0, item);
  return split(items, index === node.items.length).map(leaf);
}

/** Halves what has grown too wide; at the end of the list it is cut at the end, to leave full nodes. */
function split<E>(elements: readonly E[], atEnd: boolean): (readonly E[])[] {
  if (elements.length <= WIDTH) return [elements];
  const middle = atEnd ? WIDTH : elements.length >>> 1;
  return [elements.slice(0, middle), elements.slice(middle)];
}

function removeFrom<T>(node: Node<T>, item: T, compare: Compare<T>): Node<T> | undefined {
  if (isBranch(node)) {
    const index = lowerBound(node.lasts, item, compare);
    const child = node.children[index];
    if (child === undefined) return node;
    const rest = removeFrom(child, item, compare);
    if (rest === child) return node;
    const children = spliced(node.children, index, 1, ...(rest ? [rest] : []));
    return children.length > 0 ? branch(children) : undefined;
  }
  const index = lowerBound(node.items, item, compare);
  const found = node.items[index];
  if (found === undefined || compare(found, item) !== 0) return node;
  return node.size > 1 ? leaf(spliced(node.items, index, 1)) : undefined;
}
