import { type ChatItem, eventType, type WireItem, type WireReceipt } from '../lite.js';

/** The methods whose handlers get items of these content types. */
const METHODS: Readonly<Record<string, HandlerMethod>> = {
  [eventType('typing')]: 'onTyping',
  [eventType('participant.idle')]: 'onParticipantIdle',
  [eventType('participant.returned')]: 'onParticipantReturned',
  [eventType('participant.invited')]: 'onParticipantInvited',
  [eventType('participant.autodisconnection')]: 'onAutoDisconnection',
  [eventType('participant.displayname.updated')]: 'onParticipantDisplayNameUpdated',
  [eventType('chat.rehydrated')]: 'onChatRehydrated',
  [eventType('authentication.initiated')]: 'onAuthenticationInitiated',
  [eventType('authentication.succeeded')]: 'onAuthenticationSuccessful',
  [eventType('authentication.failed')]: 'onAuthenticationFailed',
  [eventType('authentication.timeout')]: 'onAuthenticationTimeout',
  [eventType('authentication.expired')]: 'onAuthenticationExpired',
  [eventType('authentication.cancelled')]: 'onAuthenticationCanceled',
};

/** Every method of a session that takes a handler. */
export const HANDLER_METHODS = [
  'onMessage',
  'onTyping',
  'onReadReceipt',
  'onDeliveredReceipt',
  'onConnectionEstablished',
  'onConnectionLost',
  'onConnectionBroken',
  'onEnded',
  'onParticipantIdle',
  'onParticipantReturned',
  'onParticipantInvited',
  'onAutoDisconnection',
  'onParticipantDisplayNameUpdated',
  'onDeepHeartbeatSuccess',
  'onDeepHeartbeatFailure',
  'onAuthenticationInitiated',
  'onAuthenticationSuccessful',
  'onAuthenticationFailed',
  'onAuthenticationTimeout',
  'onAuthenticationExpired',
  'onAuthenticationCanceled',
  'onChatRehydrated',
] as const;

/** @see HANDLER_METHODS */
export type HandlerMethod = (typeof HANDLER_METHODS)[number];

/** Which method's handlers get `item`, if any do. `self` does not get its own receipts. */
export function methodFor(item: ChatItem, self: string): HandlerMethod | undefined {
  if (item.type !== 'MESSAGEMETADATA') return METHODS[item.contentType] ?? 'onMessage';
  const receipts: unknown = item.raw.MessageMetadata?.Receipts;
  const others = (Array.isArray(receipts) ? receipts : []).filter(
    (receipt: WireReceipt | null) => receipt && receipt.RecipientParticipantId !== self,
  ) as WireReceipt[];
  if (others.some(({ ReadTimestamp }) => ReadTimestamp)) return 'onReadReceipt';
  return others.some(({ DeliveredTimestamp }) => DeliveredTimestamp)
    ? 'onDeliveredReceipt'
    : undefined;
}

/** The item in the service's spelling; of a streamed message, what has been joined so far. */
export const wireItem = ({ raw, type, content, time }: ChatItem): WireItem =>
  raw.MessageMetadata?.MessageCompleted === undefined
    ? { ...raw, Type: type }
    : { ...raw, Content: content, AbsoluteTime: time.toISOString() };

/** What stands for the `chat.ended` that nobody sends to one who is let in no more. */
export const ENDED_UNHEARD: WireItem = {
  AbsoluteTime: '',
  ContentType: eventType('chat.ended'),
  Id: '',
  Type: 'EVENT',
  InitialContactId: '',
};
