import { EVENT_PREFIX, eventType } from './contentTypes.js';
import {
  attachmentsOf,
  contentOf,
  contentTypeOf,
  saysSomething,
  textOf,
  timeOf,
  typeOf,
} from './fields.js';
import type { ChatItem } from './item.js';
import { idOf, isServiceId } from './itemId.js';
import type { WireItem } from './wireItem.js';

/** The item that `value` is, or why it is none: the reason never quotes the value. */
export type DecodedItem = ChatItem | string;

/**
 * Checks what the service sent and gives it this library's spelling.
 *
 * @param now - what time it is at the service, in milliseconds since 1970: the time of an item that
 *   does not say when it was sent. @defaultValue the beginning of 1970
 */
export function decodeItem(value: unknown, now = 0): DecodedItem {
  const checked = checkItem(value);
  if (typeof checked === 'string') return checked;
  return readItem(value as WireItem, Number.isNaN(checked) ? now : checked);
}

/**
 * The items of a page of the transcript. One that does not say when it was sent takes the time of the
 * one before it, the first that of the one behind it, since a page is in order; if none says so, `now`.
 *
 * @param bad - called with the reason for each row that is no item.
 */
export function decodePage(
  rows: readonly unknown[],
  now: number,
  bad: (reason: string) => void,
): readonly ChatItem[] {
  const checked = rows.map(checkItem);
  let time = checked.find((one) => typeof one === 'number' && !Number.isNaN(one)) ?? now;
  return checked.flatMap((one, index) => {
    if (typeof one === 'string') {
      bad(one);
      return [];
    }
    if (!Number.isNaN(one)) time = one;
    return [readItem(rows[index] as WireItem, time as number)];
  });
}

/**
 * Whether `value` is an item: when it was sent, in milliseconds since 1970, NaN if it does not say; or
 * why it is none.
 *
 * Any field may be missing (docs/protocol.md, "Missing fields"). What is no object or says nothing at
 * all is none, nor is what would do harm.
 */
export function checkItem(value: unknown): number | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'the item is not an object';
  }
  const raw = value as WireItem;
  if (raw.Id === '__proto__') return 'Id is not an id'; // pages key plain objects by it
  if (!saysSomething(raw)) return 'the item says nothing';
  if (raw.MessageMetadata?.MessageCompleted === false && !isServiceId(idOf(raw))) {
    return 'a piece of a message has no Id';
  }
  return timeOf(raw.AbsoluteTime);
}

/** The item that `raw` is, which has been checked; `time` is when it was sent. */
export function readItem(raw: WireItem, time: number): ChatItem {
  const type = typeOf(raw);
  return {
    id: idOf(raw),
    type,
    contentType: contentTypeOf(raw, type),
    content: contentOf(raw),
    time: new Date(time),
    participant: {
      id: textOf(raw.ParticipantId),
      role: textOf(raw.ParticipantRole) || 'SYSTEM',
      displayName: textOf(raw.DisplayName),
    },
    attachments: attachmentsOf(raw),
    raw,
  };
}

/** Whether the item says itself when it was sent. */
export const isTimed = ({ raw }: Pick<ChatItem, 'raw'>): boolean =>
  !Number.isNaN(timeOf(raw.AbsoluteTime));

/**
 * Whether the service keeps such an item, so that `transcript$` has it. Typing, receipts and
 * connection acknowledgements pass by.
 */
export const isKept = ({ type, contentType }: Pick<ChatItem, 'type' | 'contentType'>): boolean =>
  type !== 'MESSAGEMETADATA' &&
  type !== 'CONNECTION_ACK' &&
  // First its beginning: a lookup hashes the content type of every message.
  !(contentType.startsWith(EVENT_PREFIX) && PASSING.has(contentType));

const PASSING: ReadonlySet<string> = new Set([
  eventType('typing'),
  eventType('message.read'),
  eventType('message.delivered'),
  eventType('connection.acknowledged'),
]);
