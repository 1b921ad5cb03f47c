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
  /** Removals under way: a contact that comes back waits for what is removed of it. */
  const removals = new Map<string, PromiseLike<unknown>>();

  const forget = (contactId: string, chat: ForgettingStorage) => {
    kept.delete(contactId);
    const removal = chat.forget((error) => {
      failed(contactId, error);
    });
    if (removal === undefined) return;
    removals.set(contactId, removal);
    void removal.then(() => {
      if (removals.get(contactId) === removal) removals.delete(contactId);
    });
  };
  return {
    of: (contactId) => {
      const chat = kept.get(contactId) ?? forgetting(storage, () => removals.get(contactId));
      kept.set(contactId, chat);
      return chat;
    },
    keep: (there) => {
      const ids = new Set(there);
      for (const [contactId, chat] of kept) if (!ids.has(contactId)) forget(contactId, chat);
    },
  };
}

interface ForgettingStorage extends ChatStorage {
  /** Answers when that is done, where it takes time; never rejects. */
  readonly forget: (failed: (error: unknown) => void) => PromiseLike<unknown> | undefined;
}

/**
 * The storage of one chat, which can be told to forget it.
 *
 * @param before - what has to be over before anything is read or written.
 */
function forgetting(
  storage: ChatStorage,
  before: () => PromiseLike<unknown> | undefined,
): ForgettingStorage {
  let key: string | undefined; // as the chat says, which reads first
  let writing: PromiseLike<unknown> | undefined;
  let isForgotten = false;

  const set = (given: string, value: string) =>
    isForgotten ? undefined : storage.setItem(given, value);
  return {
    getItem: (given) => {
      key = given;
      return inTurn(before(), () => storage.getItem(given));
    },
    setItem: (given, value) => {
      const written: unknown = inTurn(before(), () => set(given, value));
      writing = isPromiseLike(written) ? written : undefined;
      return written;
    },
    removeItem: (given) => inTurn(before(), () => storage.removeItem(given)),
    forget: (failed) => {
      isForgotten = true;
      const remove = () => (key === undefined ? undefined : storage.removeItem(key));
      try {
        const removed: unknown = inTurn(writing ?? before(), remove);
        return isPromiseLike(removed) ? removed.then(undefined, failed) : undefined;
      } catch (error) {
        failed(error);
        return undefined;
      }
    },
  };
}

/** Does `work` when `before` is over, however that ends; at once where there is nothing to wait for. */
const inTurn = <T>(
  before: PromiseLike<unknown> | undefined,
  work: () => T | PromiseLike<T>,
): T | PromiseLike<T> => (before === undefined ? work() : before.then(work, work));

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
