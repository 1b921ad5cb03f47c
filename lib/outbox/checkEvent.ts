import { invalidArgument } from '../participant/index.js';
import { EVENT_PREFIX, type EventContentType } from '../wire/index.js';
import { checkClientToken, checkContent, textOf } from './checkMessage.js';

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
  const act = 'send an event';
  const given: unknown = event;
  if (typeof given !== 'object' || given === null) {
    throw invalidArgument(act, `event must be an object, got ${typeof given}`);
  }
  const { contentType, content, clientToken } = event;
  if (typeof contentType !== 'string' || !contentType.startsWith(EVENT_PREFIX)) {
    throw invalidArgument(act, `contentType must begin with ${EVENT_PREFIX}`);
  }
  checkClientToken(act, clientToken);
  const text = textOf(act, content);
  if (text !== undefined) checkContent(act, text);
  return { contentType, content: text, clientToken };
}
