import { defer, filter, type MonoTypeOperatorFunction } from 'rxjs';

/** Options of {@link dedupeBy}. */
export interface DedupeByOptions {
  /** How many keys to keep in mind; the oldest goes first. @defaultValue 1000 */
  readonly remember?: number;
}

/**
 * Lets each key through once. The websocket redelivers, and after a reconnect the transcript overlaps
 * what the socket brings; the first copy wins.
 *
 * - **Emits** each value with a new key at once, in source order.
 * - **Completes / errors** with the source; a `keyOf` that throws errors the result.
 * - **Unsubscribing** forgets every key; a new subscription begins with none.
 *
 * @param keyOf - identity of a value; called once per value.
 * @throws RangeError when called with `remember` below 1.
 */
export function dedupeBy<T>(
  keyOf: (value: T) => unknown,
  { remember = 1_000 }: DedupeByOptions = {},
): MonoTypeOperatorFunction<T> {
  if (!(remember >= 1)) {
    throw new RangeError(`dedupeBy: remember must be at least 1, got ${remember}`);
  }
  return (source) =>
    defer(() => {
      const isNew = firstTimeOnly(remember);
      return source.pipe(filter((value) => isNew(keyOf(value))));
    });
}

/** A predicate that is true the first time it sees a key, with a memory of `remember` keys. */
export function firstTimeOnly(remember: number): (key: unknown) => boolean {
  const seen = new Set<unknown>(); // a Set iterates oldest first, so this is the queue as well
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    if (seen.size > remember) seen.delete(seen.values().next().value);
    return true;
  };
}
