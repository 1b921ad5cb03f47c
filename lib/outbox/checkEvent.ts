import { argumentsOf } from '../participant/index.js';
import { EVENT_PREFIX, type EventContentType } from '../wire/index.js';
import { MAX_LENGTH, textOf } from './checkMessage.js';

/** An event to send. */
export interface OutgoingEvent {
  /** As of `eventType('typing')`. Which ones a participant may send, the service decides. */
  readonly contentType: EventContentType;
  /** A text as it is, or an object as JSON: 1 to 16,384 characters. @defaultValue none */
  readonly content?: string | object;
  /** Makes the sending idempotent across chats and reloads. @defaultValue one made by the chat */
  readonly clientToken?: string;
}

/** An event that the service can take. */
export interface CheckedEvent {
  readonly contentType: EventContentType;
  readonly content: string | undefined;
  readonly clientToken: string | undefined;
}

/**
 * The event as it goes out.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong and never quoting the event.
 */
export function checkEvent(event: OutgoingEvent): CheckedEvent {
  const { must, object, text } = argumentsOf('send an event');
  object('event', event);
  const { contentType, content, clientToken } = event;
  const isEvent = typeof contentType === 'string' && contentType.startsWith(EVENT_PREFIX);
  must('contentType', `one that begins with ${EVENT_PREFIX}`, contentType, isEvent);
  if (clientToken !== undefined) text('clientToken', clientToken);
  return {
    contentType,
    content: content === undefined ? undefined : text('content', textOf(must, content), MAX_LENGTH),
    clientToken,
  };
}
