import { eventType, EVENT_PREFIX, type WireReceipt } from '../../wire/index.js';
import { active, type ChatService } from './ChatService.js';
import { conflict, invalid, ServiceError } from './ServiceError.js';
import { type Contact, isServed, type Participant, type SentItem } from './state.js';

/** How the processing of a held message ended: with what it says now, or without success. */
export type ProcessingOutcome = { readonly content: string } | 'FAILED' | 'REJECTED';

/** Sends a message, as SendMessage and those driven from code do; first announces who was not yet. */
export function say(
  service: ChatService,
  from: Participant,
  content: string,
  contentType: string,
): SentItem {
  service.join(from);
  const { contact } = from;
  const message = service.item(
    contact,
    { Type: 'MESSAGE', ContentType: contentType, Content: content },
    from,
  );
  if (contact.holdsMessages && from.role === 'CUSTOMER') return hold(service, from, message);
  service.publish(contact, message);
  return message;
}

/** Only its sender sees a message that waits for its processing; the transcript has it once it is through. */
function hold(service: ChatService, from: Participant, message: SentItem): SentItem {
  from.contact.heldMessages.set(message.Id, message);
  const held = withStatus(message, 'PROCESSING');
  service.send(from.contact, held, [from]);
  return held;
}

const withStatus = (message: SentItem, status: string): SentItem => ({
  ...message,
  MessageMetadata: { MessageId: message.Id, MessageProcessingStatus: status },
});

/** @throws ServiceError ResourceNotFoundException where no such message waits */
export function settleMessage(
  service: ChatService,
  contact: Contact,
  messageId: string,
  outcome: ProcessingOutcome,
): void {
  const held = contact.heldMessages.get(messageId);
  if (!held) {
    throw new ServiceError(
      'ResourceNotFoundException',
      'No message with this id waits for processing',
    );
  }
  contact.heldMessages.delete(messageId);
  if (typeof outcome !== 'string') {
    service.publish(contact, { ...held, Content: outcome.content });
    return;
  }
  const sender = contact.participants.get(held.ParticipantId ?? '');
  if (sender) service.send(contact, withStatus(held, outcome), [sender]);
}

/** Typing goes to everybody, to who types as well, and is not kept. */
export function typing(service: ChatService, from: Participant): SentItem {
  service.join(from);
  const item = service.event(from.contact, 'typing', { from });
  service.send(from.contact, item);
  return item;
}

export type ReceiptKind = 'read' | 'delivered';

/**
 * Tells the sender of a message that `from` has read it, or got it. It reaches the sender's sockets as
 * MESSAGEMETADATA, the transcript as a row of type MESSAGE_METADATA. One's own message has no receipt.
 *
 * There are none while more than two take part. Source: SendEvent of the Participant Service API.
 *
 * @throws ServiceError ValidationException if no such message is known, ConflictException if more than
 * two take part
 */
export function receipt(
  service: ChatService,
  from: Participant,
  kind: ReceiptKind,
  messageId: string,
): SentItem {
  service.join(from);
  const { contact } = from;
  const entry = contact.transcript.find(messageId);
  if (!entry || (entry.item.Type !== 'MESSAGE' && entry.item.Type !== 'ATTACHMENT')) {
    throw invalid('messageId is not the id of a message of this chat');
  }
  if (active(contact).length > 2) throw conflict('The contact does not allow this now'); // no more is said
  const item = service.item(contact, { ContentType: eventType(`message.${kind}`) });
  const sender = contact.participants.get(entry.item.ParticipantId ?? '');
  if (sender === from) return item;

  const time = item.AbsoluteTime;
  const row: WireReceipt = {
    RecipientParticipantId: from.id,
    ...(kind === 'read' ? { ReadTimestamp: time } : { DeliveredTimestamp: time }),
  };
  const metadata: SentItem = {
    ...item,
    MessageMetadata: { MessageId: messageId, Receipts: [row] },
  };
  service.keep(contact, { ...metadata, Type: 'MESSAGE_METADATA' });
  if (sender && isServed(sender)) {
    service.send(contact, { ...metadata, Type: 'MESSAGEMETADATA' }, [sender]);
  }
  return item;
}

export interface EventOptions {
  readonly from?: Participant | undefined;
  readonly content?: string | undefined;
  /** Whether GetTranscript gives it. @defaultValue true, but for typing */
  readonly keep?: boolean | undefined;
}

/** Any event, by its name such as `participant.idle`, or by a whole content type with a slash in it. */
export function event(
  service: ChatService,
  contact: Contact,
  name: string,
  { from, content, keep = name !== 'typing' }: EventOptions = {},
): SentItem {
  const item = service.item(
    contact,
    {
      Type: name === 'connection.acknowledged' ? 'CONNECTION_ACK' : 'EVENT',
      ContentType: name.includes('/') ? name : `${EVENT_PREFIX}${name}`,
      ...(content !== undefined && { Content: content }),
    },
    from,
  );
  if (keep) service.keep(contact, item);
  service.send(contact, item);
  return item;
}

export function rename(service: ChatService, participant: Participant, displayName: string): void {
  service.join(participant);
  participant.displayName = displayName;
  event(service, participant.contact, 'participant.displayname.updated', {
    from: participant,
    content: JSON.stringify({ DisplayName: displayName }),
  });
}
