/**
 * The index of the first element that is not before a place; the length if all are. O(log n).
 *
 * @param sorted - elements before the place come first.
 */
export function partitionPoint<T>(sorted: readonly T[], isBefore: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(sorted[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
