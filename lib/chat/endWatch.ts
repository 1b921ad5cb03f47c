import type { EndReason } from '../connection/index.js';
import { type ChatItem, eventType, isKept } from '../wire/index.js';
import { strength } from './lifecycle.js';
import { endReason } from './endReason.js';
import type { Settings } from './resolveOptions.js';

const JOINED = eventType('participant.joined');
const LEFT = eventType('participant.left');

/**
 * Finds out from a chat's items that the chat is over.
 *
 * The transcript of a persistent chat also has the `chat.ended` of the contacts before this one.
 * `RelatedContactId` marks items of those contacts, and `ContactId` names the contact, but GetTranscript has been
 * seen to give neither. So the place counts as well: after its end, a chat has nothing but who leaves.
 */
export interface EndWatch {
  /** An event that the socket brought: answers why the chat is over, if the event says so. */
  readonly live: (item: ChatItem) => EndReason | undefined;
  /**
   * Items of the transcript, in order. One that `counts` ends the chat, unless a later one shows that the
   * chat went on.
   */
  readonly fetched: (items: readonly ChatItem[], counts: (item: ChatItem) => boolean) => void;
  /** All items up to the newest have been fetched: answers why the chat is over, if they say so. */
  readonly atNewest: () => EndReason | undefined;
}

export function createEndWatch(settings: Settings): EndWatch {
  const { contactId, continuedFromContactId, initialContactId, participantId } = settings.details;
  const initialIds: readonly unknown[] = [contactId, initialContactId];
  /** This contact, and those that transfers have made of it. */
  const ownIds: Set<unknown> = new Set([contactId]);
  /** Whether an item without contact ids is of this contact: no other comes before it, or those are marked. */
  let isUnmarkedOwn = continuedFromContactId === undefined;
  let found: EndReason | undefined;

  const isOthers = ({ raw: { ContactId, InitialContactId, RelatedContactId } }: ChatItem) =>
    (Boolean(RelatedContactId) && !ownIds.has(RelatedContactId)) ||
    (Boolean(ContactId) && !ownIds.has(ContactId) && !initialIds.includes(InitialContactId));

  const see = (item: ChatItem, counts: boolean) => {
    if (isOthers(item)) {
      isUnmarkedOwn ||= Boolean(item.raw.RelatedContactId);
      return;
    }
    const reason = endReason(item, settings);
    if (reason !== undefined) {
      const isOwn = isUnmarkedOwn || Boolean(item.raw.ContactId);
      if (counts && isOwn && strength(reason) > strength(found)) found = reason;
    } else if (item.contentType === JOINED && item.participant.id === participantId) {
      found = undefined; // what came before was another contact's, or an earlier stay
    } else if (found === 'ended' && isKept(item) && item.contentType !== LEFT) {
      found = undefined;
    }
  };

  return {
    live: (item) => {
      const { ContactId, InitialContactId } = item.raw;
      if (ContactId && initialIds.includes(InitialContactId)) ownIds.add(ContactId);
      return isOthers(item) ? undefined : endReason(item, settings);
    },
    fetched: (items, counts) => {
      for (const item of items) see(item, counts(item));
    },
    atNewest: () => {
      const reason = found;
      found = undefined;
      return reason;
    },
  };
}
