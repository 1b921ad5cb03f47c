import { argumentsOf } from '../api/index.js';
import {
  eventType,
  MAX_CONTENT_BYTES,
  SENDABLE_EVENT_NAMES,
  type SendableEventContentType,
} from '../wire/index.js';
import { textOf } from './checkMessage.js';

/** An event to send. */
export interface OutgoingEvent {
  /** One that the service takes from a participant, such as `eventType('typing')`. */
  readonly contentType: SendableEventContentType;
  /** A text as it is, or an object as JSON: 1 to 16,384 bytes of UTF-8. @defaultValue none */
  readonly content?: string | object;
  /** Makes the sending idempotent across chats and reloads. @defaultValue one made by the chat */
  readonly clientToken?: string;
}

/** An event that the service can take. */
export interface CheckedEvent {
  readonly contentType: SendableEventContentType;
  readonly content: string | undefined;
  readonly clientToken: string | undefined;
}

const TYPES: readonly unknown[] = SENDABLE_EVENT_NAMES.map(eventType);

/**
 * The event as it goes out.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong and never quoting the event.
 */
export function checkEvent(event: OutgoingEvent): CheckedEvent {
  const { bytes, must, object, text } = argumentsOf('send an event');
  object('event', event);
  const { contentType, content, clientToken } = event;
  must('contentType', `one of ${TYPES.join(', ')}`, contentType, TYPES.includes(contentType));
  if (clientToken !== undefined) text('clientToken', clientToken);
  return {
    contentType,
    content:
      content === undefined
        ? undefined
        : bytes('content', textOf(must, content), MAX_CONTENT_BYTES),
    clientToken,
  };
}
