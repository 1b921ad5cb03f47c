import { EVENT_PREFIX, eventType, type WireReceipt } from '../../wire/index.js';
import { active, type ChatService } from './ChatService.js';
import { conflict, invalid, ServiceError } from './ServiceError.js';
import { receiptFrame } from './shapes.js';
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
 * MESSAGEMETADATA, and the transcript in the row of the message. What has been read has been delivered, too.
 * One's own message has no receipt.
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
  const known = entry.item.MessageMetadata?.Receipts ?? [];
  const earlier = known.find(({ RecipientParticipantId: id }) => id === from.id);
  const readAt = earlier?.ReadTimestamp ?? (kind === 'read' ? time : undefined);
  const row: WireReceipt = {
    DeliveredTimestamp: earlier?.DeliveredTimestamp ?? time,
    ...(readAt !== undefined && { ReadTimestamp: readAt }),
    RecipientParticipantId: from.id,
  };
  const others = known.filter((each) => each !== earlier);
  contact.transcript.amend(messageId, {
    MessageMetadata: { MessageId: messageId, Receipts: [...others, row] },
  });
  if (sender && isServed(sender)) {
    const metadata = { MessageId: messageId, Receipts: [row] };
    service.send(contact, receiptFrame(time, metadata), [sender]);
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
  event(service, participant.contact, 'participant.displayname.updated', { from: participant });
}
