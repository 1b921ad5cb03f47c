import type { EndReason } from '../connection/index.js';
import { type ChatItem, eventType, textOf } from '../wire/index.js';
import type { Settings } from './resolveOptions.js';

const CHAT_ENDED = eventType('chat.ended');
const TRANSFERRED = eventType('transfer.succeeded');
const LEFT = eventType('participant.left');

/**
 * Why the chat is over for this participant, if `item` says so and is of this chat. A customer who has
 * left still takes part until the service ends the chat. An agent's session ends with any transfer of its
 * contact, unless the event names another agent: of several, one may hand over.
 *
 * Source: docs/protocol.md, "The end".
 */
export function endReason(item: ChatItem, settings: Settings): EndReason | undefined {
  if (isChatEnd(item)) return 'ended';
  if (settings.type === 'CUSTOMER') return undefined;
  if (item.contentType === TRANSFERRED && isOwnTransfer(item, settings)) return 'transferred';
  return isOwnLeaving(item, settings) ? 'left' : undefined;
}

export const isChatEnd = ({ contentType }: ChatItem): boolean => contentType === CHAT_ENDED;

/** Whether `item` says that this participant has left. */
export const isOwnLeaving = (
  { contentType, participant }: ChatItem,
  { details }: Settings,
): boolean => contentType === LEFT && participant.id === details.participantId;

function isOwnTransfer(
  { participant: { id, role }, raw }: ChatItem,
  { details }: Settings,
): boolean {
  const namesAnother = role === 'AGENT' && id !== '' && id !== details.participantId;
  return !namesAnother && (textOf(raw.ContactId) || details.contactId) === details.contactId;
}
