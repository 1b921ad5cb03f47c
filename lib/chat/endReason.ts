import type { EndReason } from '../connection/index.js';
import { type ChatItem, eventType } from '../wire/index.js';
import type { Settings } from './resolveOptions.js';

const CHAT_ENDED = eventType('chat.ended');
const TRANSFERRED = eventType('transfer.succeeded');
const LEFT = eventType('participant.left');

/**
 * Why the chat is over for this participant, if `item` says that it is.
 *
 * Source: docs/protocol.md, "The end". A customer who leaves is followed by the end of the chat.
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
