import type { Observable } from 'rxjs';

/** What a subscriber has seen so far. */
export interface Watched<T> {
  readonly values: readonly T[];
  readonly last: T | undefined;
  readonly ending: 'completed' | 'errored' | undefined;
  readonly error: unknown;
  readonly unsubscribe: () => void;
}

/** Subscribes, and keeps what comes. */
export function watch<T>(source: Observable<T>): Watched<T> {
  const values: T[] = [];
  let ending: Watched<T>['ending'];
  let failure: unknown;
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: (error: unknown) => {
      ending = 'errored';
      failure = error;
    },
    complete: () => {
      ending = 'completed';
    },
  });
  return {
    values,
    get last() {
      return values.at(-1);
    },
    get ending() {
      return ending;
    },
    get error() {
      return failure;
    },
    unsubscribe: () => {
      subscription.unsubscribe();
    },
  };
}

/** What items say, for people. */
export const texts = (items: readonly { readonly content: string }[] = []): readonly string[] =>
  items.map(({ content }) => content);
