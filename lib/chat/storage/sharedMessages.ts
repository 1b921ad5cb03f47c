import type { ChatDetails } from '../chatOptions.js';
import { mergeMessages } from './mergeMessages.js';
import {
  decodeMessages,
  encodeSnapshot,
  NO_MESSAGES,
  type StoredMessages,
  type Taken,
} from './snapshot.js';

/** How many ClientTokens of this page's messages are remembered. */
const MAX_OWN = 1_000;

/** What is stored of a chat, which other pages with the same storage write as well. */
export interface SharedMessages {
  /** This page has restored these, so that they are its own as well. */
  readonly restored: (messages: StoredMessages) => void;
  /** Whether all that waits in `taken` is stored, as far as this page knows. */
  readonly hasStored: (taken: Taken) => boolean;
  /**
   * The snapshot as it is to be stored, with the messages of other pages.
   *
   * @param text - what is stored now: `null` for nothing, `undefined` if that is not known.
   */
  readonly encode: (taken: Taken, text: string | null | undefined) => string;
}

export function createSharedMessages(details: ChatDetails): SharedMessages {
  /** ClientTokens of messages that this page has restored or stored, the newest last. */
  const own = new Set<string>();
  let stored: StoredMessages = NO_MESSAGES;

  const adopt = (clientTokens: readonly string[]) => {
    for (const clientToken of clientTokens) {
      own.delete(clientToken);
      own.add(clientToken);
    }
    for (const oldest of own) {
      if (own.size <= MAX_OWN) break;
      own.delete(oldest);
    }
  };

  return {
    restored: (messages) => {
      stored = messages;
      adopt(tokensOf([...messages.outbox, ...messages.failed]));
    },
    hasStored: ({ outbox }) => {
      const tokens = new Set(tokensOf(stored.outbox));
      return outbox.every(({ clientToken }) => tokens.has(clientToken));
    },
    encode: (taken, text) => {
      if (text !== undefined) stored = text ? decodeMessages(text, details) : NO_MESSAGES;
      adopt(taken.unsent);
      stored = mergeMessages(stored, taken, (clientToken) => own.has(clientToken));
      return encodeSnapshot(taken, stored);
    },
  };
}

const tokensOf = (messages: readonly { readonly clientToken?: string | undefined }[]) =>
  messages.flatMap(({ clientToken }) => clientToken ?? []);
