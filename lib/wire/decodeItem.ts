import { eventType } from './contentTypes.js';
import type { Attachment, ChatItem } from './item.js';
import { parseTime } from './parseTime.js';
import type { WireAttachment, WireItem } from './wireItem.js';

/** The item that `value` is, or why it is none: the reason never quotes the value. */
export type DecodedItem = ChatItem | string;

const NO_ATTACHMENTS: readonly Attachment[] = [];

/** Checks what the service sent and gives it this library's spelling. */
export function decodeItem(value: unknown): DecodedItem {
  const checked = checkItem(value);
  return typeof checked === 'string' ? checked : readItem(value as WireItem, checked);
}

/**
 * Whether `value` is an item: when it was sent, in milliseconds since 1970, 0 where it does not say; or
 * why it is none.
 *
 * Lenient where nothing depends on it: receipts and typing may come without an id or a time, an
 * attachment without a name is left out. Strict where order and identity do: an item of the
 * transcript needs an `Id`, a `ContentType` and a time.
 */
export function checkItem(value: unknown): number | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'the item is not an object';
  }
  const { Id, Type, ContentType, Content, AbsoluteTime } = value as WireItem;
  const { ParticipantId, ParticipantRole, DisplayName } = value as WireItem;
  if (typeof Type !== 'string' || Type === '') return 'Type is not a string';
  if (!isText(Content)) return 'Content is not a string';
  if (!isText(Id) || Id === '__proto__') return 'Id is not an id'; // pages key plain objects by it
  if (!isText(ContentType)) return 'ContentType is not a string';
  if (!isText(ParticipantId) || !isText(ParticipantRole) || !isText(DisplayName)) {
    return 'the participant is not made of strings';
  }
  const time = typeof AbsoluteTime === 'string' ? parseTime(AbsoluteTime) : NaN;
  if (!isMetadata(Type) && ContentType !== TYPING) {
    if (!Id) return 'Id is missing';
    if (!ContentType) return 'ContentType is missing';
    if (Number.isNaN(time)) return 'AbsoluteTime is not a time';
  }
  return time || 0;
}

/** The item that `raw` is, which has been checked; `time` is what {@link checkItem} said. */
export const readItem = (raw: WireItem, time: number): ChatItem => ({
  id: raw.Id ?? '',
  type: isMetadata(raw.Type) ? 'MESSAGEMETADATA' : (raw.Type ?? ''),
  contentType: raw.ContentType ?? '',
  content: raw.Content ?? '',
  time: new Date(time),
  participant: {
    id: raw.ParticipantId ?? '',
    role: raw.ParticipantRole || 'SYSTEM',
    displayName: raw.DisplayName ?? '',
  },
  attachments: Array.isArray(raw.Attachments)
    ? raw.Attachments.map(decodeAttachment).filter((a) => a !== undefined)
    : NO_ATTACHMENTS,
  raw,
});

/**
 * Whether the service keeps such an item, so that `transcript$` has it. Typing, receipts and
 * connection acknowledgements pass by.
 */
export const isKept = ({ type, contentType }: ChatItem): boolean =>
  type !== 'MESSAGEMETADATA' && type !== 'CONNECTION_ACK' && !PASSING.has(contentType);

const TYPING = eventType('typing');

const PASSING: ReadonlySet<string> = new Set([
  TYPING,
  eventType('message.read'),
  eventType('message.delivered'),
  eventType('connection.acknowledged'),
]);

/** The socket says MESSAGEMETADATA, transcripts say MESSAGE_METADATA. */
export const isMetadata = (type: string | undefined) =>
  type === 'MESSAGEMETADATA' || type === 'MESSAGE_METADATA';

/** JSON's `null` stands for an absent field. */
const isText = (value: unknown): value is string | null | undefined =>
  typeof value === 'string' || value === undefined || value === null;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

function decodeAttachment(value: WireAttachment | null): Attachment | undefined {
  const id = text(value?.AttachmentId);
  return id === ''
    ? undefined
    : {
        id,
        name: text(value?.AttachmentName),
        contentType: text(value?.ContentType),
        status: text(value?.Status),
      };
}
