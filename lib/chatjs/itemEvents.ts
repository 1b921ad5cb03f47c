import { type ChatItem, eventType, type WireItem, type WireReceipt } from '../lite.js';
import type { ChatEvents } from './events.js';

type HandlerMethod = keyof ChatEvents;

/** The methods whose handlers get events of these content types. */
const METHOD_OF_EVENT = new Map<string, HandlerMethod>([
  [eventType('typing'), 'onTyping'],
  [eventType('participant.idle'), 'onParticipantIdle'],
  [eventType('participant.returned'), 'onParticipantReturned'],
  [eventType('participant.invited'), 'onParticipantInvited'],
  [eventType('participant.autodisconnection'), 'onAutoDisconnection'],
  [eventType('participant.displayname.updated'), 'onParticipantDisplayNameUpdated'],
  [eventType('chat.rehydrated'), 'onChatRehydrated'],
  [eventType('authentication.initiated'), 'onAuthenticationInitiated'],
  [eventType('authentication.succeeded'), 'onAuthenticationSuccessful'],
  [eventType('authentication.failed'), 'onAuthenticationFailed'],
  [eventType('authentication.timeout'), 'onAuthenticationTimeout'],
  [eventType('authentication.expired'), 'onAuthenticationExpired'],
  [eventType('authentication.cancelled'), 'onAuthenticationCanceled'],
]);

/** The methods whose handlers get items. */
export const ITEM_METHODS: readonly HandlerMethod[] = [
  ...METHOD_OF_EVENT.values(),
  'onMessage',
  'onReadReceipt',
  'onDeliveredReceipt',
];

/** Which method's handlers get `item`, if any do. `self` does not get its own receipts. */
export function methodFor(item: ChatItem, self: string): HandlerMethod | undefined {
  if (item.type !== 'MESSAGEMETADATA') {
    return METHOD_OF_EVENT.get(item.contentType) ?? 'onMessage';
  }
  const receipts: unknown = item.raw.MessageMetadata?.Receipts;
  const others = (Array.isArray(receipts) ? (receipts as (WireReceipt | null)[]) : []).filter(
    (receipt) => receipt?.RecipientParticipantId !== self,
  );
  if (others.some((receipt) => receipt?.ReadTimestamp)) return 'onReadReceipt';
  return others.some((receipt) => receipt?.DeliveredTimestamp) ? 'onDeliveredReceipt' : undefined;
}

/** The item in the service's spelling; of a streamed message, what has been joined so far, at the time of its beginning. */
export function wireItem({ raw, type, content, time }: ChatItem): WireItem {
  if (raw.MessageMetadata?.MessageCompleted === undefined) return { ...raw, Type: type };
  const isFirst = Date.parse(raw.AbsoluteTime ?? '') === time.getTime();
  return {
    ...raw,
    Content: content,
    AbsoluteTime: isFirst ? raw.AbsoluteTime : time.toISOString(),
  };
}

/** What stands for the `chat.ended` that nobody sends to one who is let in no more. */
export const ENDED_UNHEARD: WireItem = {
  AbsoluteTime: '',
  ContentType: eventType('chat.ended'),
  Id: '',
  Type: 'EVENT',
  InitialContactId: '',
};
