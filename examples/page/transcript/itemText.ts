import {
  type ChatItem,
  type ChatMessage,
  type ItemStatus,
  parseCarouselSelection,
  parseInteractiveResponse,
} from 'rx-connect-chat/lite';

const EVENT = 'application/vnd.amazonaws.connect.event.';

/** What people read of an event, or nothing where it is none of their business. */
export function describeEvent({ contentType, participant }: ChatItem): string | undefined {
  const name = participant.displayName || 'Somebody';
  switch (contentType.replace(EVENT, '')) {
    case 'participant.joined':
      return `${name} joined`;
    case 'participant.left':
      return `${name} left`;
    case 'transfer.succeeded':
      return 'Handed over to a colleague';
    case 'chat.ended':
      return 'The chat has ended';
    default:
      return undefined;
  }
}

/** How far an own message has come. */
export const STATUS_TEXT: Readonly<Record<ItemStatus, string>> = {
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not sent',
};

/** What a message says: a text as it is, what was chosen as people write it, else what it is. */
export function messageText(message: ChatMessage): string {
  const { content, contentType } = message;
  const written = parseInteractiveResponse(message)?.text;
  if (written !== undefined) return written;
  if (!contentType.startsWith('text/')) return `(a message of type ${contentType})`;
  if (TIME_SLOT.test(content)) return dateAndTime(new Date(content));
  return parseCarouselSelection(message)?.selectionText ?? content;
}

/** Answers to a time picker, such as `2026-10-31T17:00+00:00`. */
const TIME_SLOT = /^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$/;

/** The time of day, as the reader writes it. */
export const timeOfDay = (time: Date): string => CLOCK.format(time);

/** The day, as the reader writes it. */
export const dayOf = (time: Date): string => DAY.format(time);

/** A day with its time, as the reader writes it. */
export const dateAndTime = (time: Date): string => DAY_AND_CLOCK.format(time);

/** A number of bytes, as people say it. */
export const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DAY_AND_CLOCK = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
