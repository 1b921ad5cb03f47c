import { invalidArgument } from '../participant/index.js';
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
const MAX_LENGTH = 16_384;

/**
 * The message as it goes out.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong and never quoting the message.
 */
export function checkMessage(message: string | OutgoingMessage): CheckedMessage {
  const act = 'send a message';
  const given: unknown = message;
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
    throw invalidArgument(act, `message must be a text or an object, got ${typeof given}`);
  }
  const {
    content: text,
    contentType = 'text/plain',
    clientToken,
  } = typeof message === 'string' ? { content: message } : message;
  const content: unknown = JSON_TYPES.has(contentType) ? textOf(act, text) : text;
  checkContent(act, content);
  if (typeof contentType !== 'string' || !isMessageContentType(contentType)) {
    throw invalidArgument(act, 'contentType is not one of a message');
  }
  if (contentType === 'application/json' && !isJson(content)) {
    throw invalidArgument(act, 'content is not JSON, though contentType says so');
  }
  checkClientToken(act, clientToken);
  return { content, contentType, ...(clientToken !== undefined && { clientToken }) };
}

/** @throws ChatError `InvalidArgument` for what is no text of 1 to 16,384 characters. */
export function checkContent(act: string, content: unknown): asserts content is string {
  if (typeof content !== 'string') {
    throw invalidArgument(act, `content must be a string, got ${typeof content}`);
  }
  if (content.length < 1 || content.length > MAX_LENGTH) {
    throw invalidArgument(
      act,
      `content must have 1 to ${MAX_LENGTH} characters, got ${content.length}`,
    );
  }
}

/** @throws ChatError `InvalidArgument` for one that is given and no string or empty. */
export function checkClientToken(act: string, clientToken: unknown): void {
  if (clientToken !== undefined && (typeof clientToken !== 'string' || clientToken === '')) {
    throw invalidArgument(act, 'clientToken must be a string that is not empty');
  }
}

/** An object as JSON; anything else as it is. @throws ChatError `InvalidArgument` for what is no JSON. */
export function textOf(act: string, content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  try {
    return JSON.stringify(content);
  } catch {
    throw invalidArgument(act, 'content cannot be written as JSON');
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
