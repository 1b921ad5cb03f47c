import { EVENT_PREFIX, SENDABLE_CONTENT_TYPES, SENDABLE_EVENT_NAMES } from '../../../wire/index.js';
import { event, receipt, say, typing, type ReceiptKind } from '../acts.js';
import type { ChatService } from '../ChatService.js';
import {
  isObject,
  optionalContent,
  requiredContent,
  requiredString,
  type Input,
} from '../input.js';
import { invalid } from '../ServiceError.js';
import type { Participant, SentItem } from '../state.js';

const SENDABLE: readonly string[] = SENDABLE_CONTENT_TYPES;
const SENDABLE_EVENTS: readonly string[] = SENDABLE_EVENT_NAMES;
/** Source: `ChatContentType` of the Participant Service API. */
const CONTENT_TYPE = { max: 100 };

export function sendMessage(service: ChatService, participant: Participant, input: Input): object {
  const { contentTypes = SENDABLE } = participant.contact;
  const contentType = requiredString(input, 'ContentType', CONTENT_TYPE);
  if (!SENDABLE.includes(contentType) || !contentTypes.includes(contentType)) {
    throw invalid('ContentType is not one of a message that this chat takes');
  }
  const content = requiredContent(input, 'Content', service.environment.limits.messageBytes);
  const message = say(service, participant, content, contentType);
  const status = message.MessageMetadata?.MessageProcessingStatus;
  return {
    ...sent(message),
    ...(status !== undefined && { MessageMetadata: { MessageProcessingStatus: status } }),
  };
}

export function sendEvent(service: ChatService, participant: Participant, input: Input): object {
  const contentType = requiredString(input, 'ContentType', CONTENT_TYPE);
  const content = optionalContent(input, 'Content', service.environment.limits.messageBytes);
  const name = contentType.startsWith(EVENT_PREFIX) ? contentType.slice(EVENT_PREFIX.length) : '';

  if (name === 'typing') return sent(typing(service, participant));
  if (name === 'message.read' || name === 'message.delivered') {
    const kind: ReceiptKind = name === 'message.read' ? 'read' : 'delivered';
    return sent(receipt(service, participant, kind, messageIdOf(content)));
  }
  if (!SENDABLE_EVENTS.includes(name)) {
    throw invalid('ContentType is not one of an event that a participant sends');
  }
  service.join(participant);
  return sent(event(service, participant.contact, name, { from: participant, content }));
}

/** A receipt's content is JSON: `{"messageId": "..."}`. */
function messageIdOf(content: string | undefined): string {
  if (content === undefined) throw invalid('Content is required');
  let receipt: unknown;
  try {
    receipt = JSON.parse(content);
  } catch {
    throw invalid('Content must be JSON');
  }
  if (!isObject(receipt)) throw invalid('Content must be a JSON object');
  return requiredString(receipt, 'messageId');
}

const sent = ({ Id, AbsoluteTime }: SentItem): object => ({ Id, AbsoluteTime });
