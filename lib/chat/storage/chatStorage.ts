/** What is there at once, or later. */
export type Eventually<T> = T | PromiseLike<T>;

/**
 * The port to where a chat is kept across a reload: texts by key. `sessionStorage` and `localStorage`
 * are such storages as they are, and so is React Native's AsyncStorage.
 *
 * What a method throws or rejects with is logged, and the chat goes on without it.
 */
export interface ChatStorage {
  getItem(key: string): Eventually<string | null | undefined>;
  setItem(key: string, value: string): Eventually<unknown>;
  removeItem(key: string): Eventually<unknown>;
}

/** How a chat is kept. */
export interface StorageOptions {
  /**
   * Under which key: one chat each, the last one.
   * @defaultValue `rx-connect-chat`; an agent, who has many, `rx-connect-chat/` and the contact's id
   */
  readonly key?: string;
  /**
   * Whether the participant token is kept as well, so that {@link storedChat} gives the details to come
   * back with. Whoever can read the storage can then take part. @defaultValue false
   */
  readonly keepTokens?: boolean;
  /** How many items are kept, the newest: 1 to 10,000. @defaultValue 200 */
  readonly maxItems?: number;
}

/** Where a customer's chat is kept when nothing else is said. */
export const DEFAULT_KEY = 'rx-connect-chat';

/**
 * The browser's storage for this tab, or for all of the same origin. It is looked up when it is used,
 * so that pages can be rendered where there is none, as in Node; nothing is kept there.
 */
export function webStorage(
  area: 'sessionStorage' | 'localStorage' = 'sessionStorage',
): ChatStorage {
  const storage = () => (globalThis as Partial<Record<typeof area, Storage>>)[area];
  return {
    getItem: (key) => storage()?.getItem(key),
    setItem: (key, value) => storage()?.setItem(key, value),
    removeItem: (key) => storage()?.removeItem(key),
  };
}

/** A storage that lasts as long as its object: for one page whose chats come and go, and for tests. */
export function memoryStorage(): ChatStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key),
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}
