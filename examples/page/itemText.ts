import type { ChatItem, ItemStatus } from 'rx-connect-chat/lite';

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

/** The time of day, as the reader writes it. */
export const timeOfDay = (time: Date): string => CLOCK.format(time);

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
