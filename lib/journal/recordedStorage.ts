import type { ChatStorage } from '../lite.js';
import type { Recording } from './recording.js';

/**
 * `storage`, of which it is written down what the chat restores. It reads again before each write, to keep
 * what other pages have stored: nothing of the chat follows from that.
 */
export function recordedStorage(storage: ChatStorage, { log, redactor }: Recording): ChatStorage {
  let hasRestored = false;
  const restore: ChatStorage['getItem'] = (key) =>
    log.open('storage', (tell) => {
      const answered: typeof tell = (notice, act) => {
        hasRestored = true;
        tell(notice, act);
      };
      const read = storage.getItem(key);
      if (!isPromiseLike(read)) {
        answered({ type: 'next', value: redactor.stored(read) }, () => undefined);
        return read;
      }
      // What follows from the answer belongs to its entry, so that it can't be left to a later microtask.
      return called((ok, fail) =>
        read.then(
          (text) => {
            answered({ type: 'next', value: redactor.stored(text) }, () => ok(text));
          },
          (error: unknown) => {
            answered({ type: 'error', value: null }, () => fail(error));
          },
        ),
      );
    });
  return {
    getItem: (key) => (hasRestored ? storage.getItem(key) : restore(key)),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  };
}

/** What follows from a {@link called}: nothing. */
const NEVER_SETTLED: PromiseLike<never> = { then: () => NEVER_SETTLED };

/** A promise that calls back when it is told to, without a microtask of its own. */
export const called = <T>(
  listen: (ok: (value: T) => void, fail: (error: unknown) => void) => unknown,
): PromiseLike<T> => {
  const thenable: PromiseLike<T> = {
    then: (ok, fail) => {
      listen(
        (value) => void ok?.(value),
        (error) => void fail?.(error),
      );
      return NEVER_SETTLED;
    },
  };
  return thenable;
};

const isPromiseLike = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
