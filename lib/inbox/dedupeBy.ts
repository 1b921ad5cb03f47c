import { defer, filter, type MonoTypeOperatorFunction } from 'rxjs';

/** Options of {@link dedupeBy}. */
export interface DedupeByOptions {
  /** How many keys are remembered; the oldest is evicted first. @defaultValue 1000 */
  readonly maxKeys?: number;
}

/**
 * Lets each key through once. The websocket delivers again, and after a reconnect the transcript overlaps
 * with it; the first copy wins.
 *
 * - **Emits** each value with a new key synchronously, in source order.
 * - **Completes / errors** with the source; a `keyOf` that throws errors the result.
 * - **Unsubscribing** forgets every key; a new subscription starts with none.
 *
 * @param keyOf - identity of a value; called once per value.
 * @throws RangeError when called with `maxKeys` below 1.
 */
export function dedupeBy<T>(
  keyOf: (value: T) => unknown,
  { maxKeys = 1_000 }: DedupeByOptions = {},
): MonoTypeOperatorFunction<T> {
  if (!(maxKeys >= 1)) {
    throw new RangeError(`dedupeBy: maxKeys must be at least 1, got ${maxKeys}`);
  }
  return (source) =>
    defer(() => {
      const keys = new KeyMemory(maxKeys);
      return source.pipe(filter((value) => keys.add(keyOf(value))));
    });
}

/** The last keys that were seen. */
export class KeyMemory {
  readonly #keys = new Set<unknown>(); // a Set iterates oldest first, so this is the queue as well
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /** Remembers `key`; returns whether it is new. The oldest is evicted if there are too many. */
  add(key: unknown): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > this.#maxKeys) this.#keys.delete(this.#keys.values().next().value);
    return true;
  }
}
