import type { SharedChat } from './sharedChat.js';

/** A session's part in a chat. */
export interface Membership extends SharedChat {
  /** Closes the chat if no other session is in it. */
  readonly leave: () => void;
}

/** What tells one chat from another: chats with equal values are one. */
export type ChatKey = readonly unknown[];

/** Joins the chat of `key`; the first session opens it. */
export type JoinChat = (key: ChatKey, open: () => SharedChat) => Membership;

/**
 * The chats of a page, so that several sessions of one participant in one contact share a connection.
 * A chat stays until its last session leaves or it ends.
 */
export function createChatPool(): JoinChat {
  const entries = new Set<{
    readonly key: ChatKey;
    readonly shared: SharedChat;
    members: number;
  }>();

  return (key, open) => {
    for (const entry of entries) if (entry.shared.isOver()) entries.delete(entry);
    const known = [...entries].find((entry) => isSame(key, entry.key));
    const joined = known ?? { key, shared: open(), members: 0 };
    const { shared } = joined;
    entries.add(joined);
    let hasLeft = false;
    joined.members += 1;
    return {
      ...shared,
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        joined.members -= 1;
        if (joined.members === 0) shared.close();
      },
    };
  };
}

const isSame = (a: ChatKey, b: ChatKey) =>
  a.length === b.length && a.every((part, index) => part === b[index]);
