import { type ArgumentChecks, argumentsOf, isObject } from '../participant/index.js';
import { isMessageContentType, type MessageContentType } from '../wire/index.js';

/** A message to send. */
export interface OutgoingMessage {
  /** A text as it is, or, where `contentType` is a kind of JSON, an object: 1 to 16,384 characters. */
  readonly content: string | object;
  /** @defaultValue text/plain */
  readonly contentType?: MessageContentType;
  /** Makes the sending idempotent across chats and reloads. @defaultValue one made by the chat */
  readonly clientToken?: string;
}

/** A message that the service can take. */
export interface CheckedMessage extends OutgoingMessage {
  readonly content: string;
  readonly contentType: MessageContentType;
}

const JSON_TYPES: ReadonlySet<unknown> = new Set<MessageContentType>([
  'application/json',
  'application/vnd.amazonaws.connect.message.interactive',
  'application/vnd.amazonaws.connect.message.interactive.response',
]);

/** Source: the limit of SendMessage and SendEvent for Content, in characters. */
export const MAX_LENGTH = 16_384;

/**
 * The message as it goes out.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong and never quoting the message.
 */
export function checkMessage(message: string | OutgoingMessage): CheckedMessage {
  const { must, text } = argumentsOf('send a message');
  must('message', 'a text or an object', message, typeof message === 'string' || isObject(message));
  const {
    content: given,
    contentType = 'text/plain',
    clientToken,
  } = typeof message === 'string' ? { content: message } : message;
  const content = text(
    'content',
    JSON_TYPES.has(contentType) ? textOf(must, given) : given,
    MAX_LENGTH,
  );
  const isKnown = typeof contentType === 'string' && isMessageContentType(contentType);
  must('contentType', 'one of a message', contentType, isKnown);
  const fits = contentType !== 'application/json' || isJson(content);
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
