/** Returns a function that calls `make` at its first call, and returns the same result from then on. */
export function memoize<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
