import { defer, from, type Observable, of } from 'rxjs';
import type { Eventually } from './chatStorage.js';

/** What a storage answers, at once where it does; errors with what it throws or rejects with. */
export const eventually = <T>(act: () => Eventually<T>): Observable<T> =>
  defer(() => {
    const answer = act();
    return isPromiseLike(answer) ? from(answer) : of(answer);
  });

const isPromiseLike = <T>(value: Eventually<T>): value is PromiseLike<T> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
