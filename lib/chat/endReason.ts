import type { EndReason } from '../connection/index.js';
import { type ChatItem, eventType, isPast } from '../wire/index.js';
import type { Settings } from './resolveOptions.js';

const CHAT_ENDED = eventType('chat.ended');
const TRANSFERRED = eventType('transfer.succeeded');
const LEFT = eventType('participant.left');

/**
 * Why the chat is over for this participant, if `item` says that it is. A customer who has left still
 * takes part until the service ends the chat.
 *
 * Source: docs/protocol.md, "The end".
 */
export function endReason(
  { contentType, participant }: ChatItem,
  { details, type }: Settings,
): EndReason | undefined {
  if (contentType === CHAT_ENDED) return 'ended';
  if (type === 'CUSTOMER') return undefined;
  const isOwn = participant.id === details.participantId;
  if (contentType === TRANSFERRED && (isOwn || participant.id === '')) return 'transferred';
  return contentType === LEFT && isOwn ? 'left' : undefined;
}

/** Whether `item` says that this participant has left. */
export const isOwnLeaving = (item: ChatItem, { details }: Settings): boolean =>
  item.contentType === LEFT && item.participant.id === details.participantId && !isPast(item);
