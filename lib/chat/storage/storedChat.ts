import { catchError, defer, from, map, type Observable, of } from 'rxjs';
import type { ChatDetails } from '../chatOptions.js';
import { type ChatStorage, DEFAULT_KEY, type StorageOptions } from './chatStorage.js';
import { parseSnapshot } from './snapshot.js';

/**
 * The details of the chat that is stored with its token (`keepTokens`), to come back to it without
 * starting another: `createChat` takes them, together with the same storage.
 *
 * - **Emits** once and completes, at once where the storage answers at once: `undefined` where no chat
 *   is stored, or without its token, or the storage can't be read. A chat that has ended is given once
 *   more, and its `ended$` says so.
 * - **Errors** never.
 */
export const storedChat = (
  storage: ChatStorage,
  { key = DEFAULT_KEY }: Pick<StorageOptions, 'key'> = {},
): Observable<ChatDetails | undefined> =>
  defer(() => {
    const text = storage.getItem(key);
    return typeof text === 'object' && text ? from(text) : of(text);
  }).pipe(
    map((text) => (text ? detailsIn(text) : undefined)),
    catchError(() => of(undefined)),
  );

function detailsIn(text: string): ChatDetails | undefined {
  const details: Partial<StoredDetails> = parseSnapshot(text)?.details ?? {};
  const { contactId, participantId, participantToken } = details;
  const { initialContactId, continuedFromContactId } = details;
  return isText(contactId) && isText(participantId) && isText(participantToken)
    ? {
        contactId,
        participantId,
        participantToken,
        ...(isText(initialContactId) && { initialContactId }),
        ...(isText(continuedFromContactId) && { continuedFromContactId }),
      }
    : undefined;
}

type StoredDetails = Record<keyof ChatDetails, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';
