import { EVENT_PREFIX, isMessageContentType } from '../../../wire/index.js';
import { event, receipt, say, typing, type ReceiptKind } from '../acts.js';
import type { ChatService } from '../ChatService.js';
import { isObject, optionalString, requiredString, type Input } from '../input.js';
import { invalid } from '../ServiceError.js';
import type { Participant, SentItem } from '../state.js';

export function sendMessage(service: ChatService, participant: Participant, input: Input): object {
  const { contentTypes } = participant.contact;
  const contentType = requiredString(input, 'ContentType');
  if (!isMessageContentType(contentType) || contentTypes?.includes(contentType) === false) {
    throw invalid('ContentType is not one of a message that this chat takes');
  }
  const content = requiredString(input, 'Content', {
    max: service.environment.limits.messageLength,
  });
  const message = say(service, participant, content, contentType);
  const status = message.MessageMetadata?.MessageProcessingStatus;
  return {
    ...sent(message),
    ...(status !== undefined && { MessageMetadata: { MessageProcessingStatus: status } }),
  };
}

/** Source: the content types of SendEvent in the API, and those older clients send. */
const EVENTS_OF_CLIENTS = [
  'connection.acknowledged',
  'participant.active',
  'participant.inactive',
  'workflow.cancelled',
];

export function sendEvent(service: ChatService, participant: Participant, input: Input): object {
  const contentType = requiredString(input, 'ContentType');
  const content = optionalString(input, 'Content', {
    min: 0,
    max: service.environment.limits.messageLength,
  });
  const name = contentType.startsWith(EVENT_PREFIX) ? contentType.slice(EVENT_PREFIX.length) : '';

  if (name === 'typing') return sent(typing(service, participant));
  if (name === 'message.read' || name === 'message.delivered') {
    const kind: ReceiptKind = name === 'message.read' ? 'read' : 'delivered';
    return sent(receipt(service, participant, kind, messageIdOf(content)));
  }
  if (!EVENTS_OF_CLIENTS.includes(name)) {
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
