import { type ArgumentChecks, argumentsOf } from '../api/index.js';
import {
  isObject,
  MAX_CONTENT_BYTES,
  parseJson,
  SENDABLE_CONTENT_TYPES,
  type SendableContentType,
} from '../wire/index.js';

/** A message to send. */
export interface OutgoingMessage {
  /**
   * A text as it is, or an object if `contentType` is a kind of JSON: 1 to 16,384 bytes of UTF-8, or
   * what the option `maxMessageBytes` says.
   */
  readonly content: string | object;
  /** One that the service takes from a participant. @defaultValue text/plain */
  readonly contentType?: SendableContentType;
  /** Makes the sending idempotent across chats and reloads. @defaultValue one made by the chat */
  readonly clientToken?: string;
}

/** A message that the service can take. */
export interface CheckedMessage extends OutgoingMessage {
  readonly content: string;
  readonly contentType: SendableContentType;
}

const JSON_TYPES: ReadonlySet<unknown> = new Set<SendableContentType>([
  'application/json',
  'application/vnd.amazonaws.connect.message.interactive.response',
]);

/**
 * The message as it goes out.
 *
 * @param maxBytes - how many bytes of UTF-8 fit.
 * @throws ChatError `InvalidArgument`, naming what is wrong and never quoting the message.
 */
export function checkMessage(
  message: string | OutgoingMessage,
  maxBytes = MAX_CONTENT_BYTES,
): CheckedMessage {
  const { bytes, must, text } = argumentsOf('send a message');
  must('message', 'a text or an object', message, typeof message === 'string' || isObject(message));
  const {
    content: given,
    contentType = 'text/plain',
    clientToken,
  } = typeof message === 'string' ? { content: message } : message;
  const isSendable = SENDABLE_CONTENT_TYPES.includes(contentType);
  must('contentType', `one of ${SENDABLE_CONTENT_TYPES.join(', ')}`, contentType, isSendable);
  const written = JSON_TYPES.has(contentType) ? textOf(must, given) : given;
  const content = bytes('content', written, maxBytes);
  const fits = contentType !== 'application/json' || parseJson(content) !== undefined;
  must('content', 'JSON, as contentType says', content, fits);
  if (clientToken !== undefined) text('clientToken', clientToken);
  return { content, contentType, ...(clientToken !== undefined && { clientToken }) };
}

/** An object as JSON; anything else as it is. @throws ChatError `InvalidArgument` for what is no JSON. */
export function textOf(must: ArgumentChecks['must'], content: unknown): unknown {
  try {
    return typeof content === 'object' && content ? JSON.stringify(content) : content;
  } catch {
    must('content', 'what can be written as JSON', content, false);
    return content;
  }
}
