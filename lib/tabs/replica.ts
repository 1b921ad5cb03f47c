import type { ChatStorage } from '../lite.js';

/** What {@link replicaStorage} needs. */
export interface ReplicaOptions {
  /** The app's storage, which is written as well. */
  readonly storage: ChatStorage | undefined;
  /** What the leader before this one has stored. */
  readonly snapshot: string | undefined;
  /** Never goes to other tabs. */
  readonly secret: string;
  /** The chat has been stored: what the next leader goes on from, without the secret. */
  readonly stored: (text: string) => void;
  /** Whether this tab still leads: else, another writes. */
  readonly isLeading: () => boolean;
}

/**
 * A storage that gives the leader's chat what the leader before it has stored, and tells the other tabs what
 * it stores: so the next one resumes, also if the app keeps nothing.
 */
export function replicaStorage({
  storage,
  snapshot,
  secret,
  stored,
  isLeading,
}: ReplicaOptions): ChatStorage {
  let replica = snapshot;
  const written = JSON.stringify(secret);
  return {
    getItem: (key) => replica ?? storage?.getItem(key),
    setItem: (key, text) => {
      if (!isLeading()) return undefined;
      replica = text;
      stored(secret === '' ? text : text.replaceAll(written, '""'));
      return storage?.setItem(key, text);
    },
    removeItem: (key) => {
      if (!isLeading()) return undefined;
      replica = undefined;
      return storage?.removeItem(key);
    },
  };
}
