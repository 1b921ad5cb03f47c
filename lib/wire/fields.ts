import { EVENT_PREFIX, eventType } from './contentTypes.js';
import type { Attachment } from './item.js';
import { parseTime } from './parseTime.js';
import type { WireAttachment, WireItem } from './wireItem.js';

/**
 * What becomes of each field of an item that is missing, `null` or of the wrong type. This is the only
 * place that decides that; docs/protocol.md has it as a table, "Missing fields".
 */

/** A text; everything else that JSON can hold counts as missing, the empty text as well. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whether the item is one of receipts: by its `Type`, or by its content type. */
export const isMetadata = ({ Type, ContentType }: WireItem): boolean =>
  Type === 'MESSAGEMETADATA' || Type === 'MESSAGE_METADATA' || ContentType === METADATA;

/** The `Type` in one spelling; if it is missing, the one that the other fields show. */
export function typeOf(raw: WireItem): string {
  if (raw.Type === 'MESSAGE') return raw.Type;
  if (isMetadata(raw)) return 'MESSAGEMETADATA';
  const type = textOf(raw.Type);
  if (type !== '') return type;
  if (textOf(raw.ContentType).startsWith(EVENT_PREFIX)) return 'EVENT';
  if (hasFile(raw)) return 'ATTACHMENT';
  if (textOf(raw.ContentType) !== '' || contentOf(raw) !== '') return 'MESSAGE';
  return hasMetadata(raw) ? 'MESSAGEMETADATA' : 'EVENT';
}

/** The content type; if it is missing, the one that goes with `type`. Empty if nothing tells it. */
export function contentTypeOf(raw: WireItem, type: string): string {
  const contentType = textOf(raw.ContentType);
  if (contentType !== '') return contentType;
  if (type === 'MESSAGE') return 'text/plain';
  if (type === 'ATTACHMENT') return attachmentsOf(raw)[0]?.contentType ?? '';
  return EVENT_OF_TYPE.get(type) ?? '';
}

/** The text; of content that is no text, its JSON. Empty if there is none. */
export function contentOf({ Content }: WireItem): string {
  const content: unknown = Content;
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  try {
    // What a websocket manager gives need not be JSON, which then has no text, or none that can be made.
    return textOf(JSON.stringify(content));
  } catch {
    return '';
  }
}

/**
 * Milliseconds since 1970 of a time as the service writes it; NaN if it says none.
 *
 * A number counts as the service's JSON protocol would have it: seconds, with a fraction. From 10^11
 * on, which would be in the year 5138, it must be milliseconds.
 */
export function timeOf(value: unknown): number {
  if (typeof value === 'string') return parseTime(value);
  if (typeof value !== 'number') return NaN;
  const ms = Math.round(Math.abs(value) < 1e11 ? value * 1_000 : value);
  return new Date(ms).getTime(); // NaN beyond all time
}

/** The files. One that has neither an id nor a name is left out. */
export function attachmentsOf({ Attachments }: WireItem): readonly Attachment[] {
  if (!Array.isArray(Attachments) || Attachments.length === 0) return NO_ATTACHMENTS;
  return (Attachments as readonly (WireAttachment | null)[]).flatMap((value) => {
    const id = textOf(value?.AttachmentId);
    const name = textOf(value?.AttachmentName);
    if (id === '' && name === '') return [];
    return { id, name, contentType: textOf(value?.ContentType), status: textOf(value?.Status) };
  });
}

/**
 * Whether there is anything to tell: words, a kind of content, a file, or metadata. When something was
 * said and by whom is nothing without that.
 */
export const saysSomething = (raw: WireItem): boolean =>
  (typeof raw.ContentType === 'string' && raw.ContentType !== '') ||
  contentOf(raw) !== '' ||
  hasFile(raw) ||
  hasMetadata(raw) ||
  EVENT_OF_TYPE.has(textOf(raw.Type));

const METADATA = eventType('message.metadata');

/**
 * Types that name an event.
 *
 * Source: `ChatItemType` of the Participant Service's model has them beside `EVENT`.
 */
const EVENT_OF_TYPE: ReadonlyMap<string, string> = new Map([
  ['TYPING', eventType('typing')],
  ['PARTICIPANT_JOINED', eventType('participant.joined')],
  ['PARTICIPANT_LEFT', eventType('participant.left')],
  ['CHAT_ENDED', eventType('chat.ended')],
  ['TRANSFER_SUCCEEDED', eventType('transfer.succeeded')],
  ['TRANSFER_FAILED', eventType('transfer.failed')],
  ['MESSAGE_DELIVERED', eventType('message.delivered')],
  ['MESSAGE_READ', eventType('message.read')],
  ['CONNECTION_ACK', eventType('connection.acknowledged')],
  ['MESSAGEMETADATA', METADATA],
]);

const NO_ATTACHMENTS: readonly Attachment[] = [];

const hasFile = (raw: WireItem) => attachmentsOf(raw).length > 0;

function hasMetadata({ MessageMetadata }: WireItem): boolean {
  const receipts: unknown = MessageMetadata?.Receipts;
  return (
    textOf(MessageMetadata?.MessageId) !== '' ||
    textOf(MessageMetadata?.MessageProcessingStatus) !== '' ||
    (Array.isArray(receipts) && receipts.length > 0)
  );
}
