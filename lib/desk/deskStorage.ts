import type { ChatStorage } from '../lite.js';

/** What is stored of a desk's chats; what is of a contact goes with it. */
export interface DeskStorage {
  /** The storage for the chat of a contact. */
  of(contactId: string): ChatStorage;
  /** Removes what is stored of the contacts that are `there` no more; of these, nothing more is stored. */
  keep(there: Iterable<string>): void;
}

/** @param failed - told where what is stored of a contact cannot be removed. */
export function deskStorage(
  storage: ChatStorage,
  failed: (contactId: string, error: unknown) => void,
): DeskStorage {
  const kept = new Map<string, ForgettingStorage>();
  return {
    of: (contactId) => {
      const known = kept.get(contactId) ?? forgetting(storage);
      kept.set(contactId, known);
      return known;
    },
    keep: (there) => {
      const ids = new Set(there);
      for (const [contactId, { forget }] of [...kept]) {
        if (ids.has(contactId)) continue;
        kept.delete(contactId);
        forget((error) => {
          failed(contactId, error);
        });
      }
    },
  };
}

interface ForgettingStorage extends ChatStorage {
  readonly forget: (failed: (error: unknown) => void) => void;
}

/** The storage of one chat, which can be told to forget it. */
function forgetting(storage: ChatStorage): ForgettingStorage {
  let key: string | undefined; // as the chat says, which reads first
  let writing: unknown;
  let isForgotten = false;

  const remove = (failed: (error: unknown) => void) => {
    if (key === undefined) return;
    try {
      const removing: unknown = storage.removeItem(key);
      if (isPromiseLike(removing)) removing.then(undefined, failed);
    } catch (error) {
      failed(error);
    }
  };
  return {
    getItem: (given) => storage.getItem((key = given)),
    setItem: (given, value) =>
      isForgotten ? undefined : (writing = storage.setItem(given, value)),
    removeItem: (given) => storage.removeItem(given),
    forget: (failed) => {
      isForgotten = true;
      const removes = () => {
        remove(failed);
      };
      // After what is still being written, which could come last otherwise.
      if (isPromiseLike(writing)) writing.then(removes, removes);
      else removes();
    },
  };
}

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
