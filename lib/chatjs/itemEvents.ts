import { type ChatItem, eventType, type WireItem, type WireReceipt } from '../lite.js';
import { EVENT_PREFIX } from '../wire/index.js';
import type { ChatEvents } from './events.js';

type HandlerMethod = keyof ChatEvents;

/** The methods whose handlers get events of these names. */
const METHOD_OF_EVENT: Readonly<Record<string, HandlerMethod>> = {
  typing: 'onTyping',
  'participant.idle': 'onParticipantIdle',
  'participant.returned': 'onParticipantReturned',
  'participant.invited': 'onParticipantInvited',
  'participant.autodisconnection': 'onAutoDisconnection',
  'participant.displayname.updated': 'onParticipantDisplayNameUpdated',
  'chat.rehydrated': 'onChatRehydrated',
  'authentication.initiated': 'onAuthenticationInitiated',
  'authentication.succeeded': 'onAuthenticationSuccessful',
  'authentication.failed': 'onAuthenticationFailed',
  'authentication.timeout': 'onAuthenticationTimeout',
  'authentication.expired': 'onAuthenticationExpired',
  'authentication.cancelled': 'onAuthenticationCanceled',
};

/** The methods whose handlers get items. */
export const ITEM_METHODS: readonly HandlerMethod[] = [
  ...Object.values(METHOD_OF_EVENT),
  'onMessage',
  'onReadReceipt',
  'onDeliveredReceipt',
];

/** Every method of a session that takes a handler. */
export const HANDLER_METHODS: readonly HandlerMethod[] = [
  ...ITEM_METHODS,
  'onConnectionEstablished',
  'onConnectionLost',
  'onConnectionBroken',
  'onDeepHeartbeatSuccess',
  'onDeepHeartbeatFailure',
  'onEnded',
  'onTranscriptUpdated',
];

/** Which method's handlers get `item`, if any do. `self` does not get its own receipts. */
export function methodFor(item: ChatItem, self: string): HandlerMethod | undefined {
  if (item.type !== 'MESSAGEMETADATA') {
    return METHOD_OF_EVENT[item.contentType.replace(EVENT_PREFIX, '')] ?? 'onMessage';
  }
  const receipts: unknown = item.raw.MessageMetadata?.Receipts;
  const others = (Array.isArray(receipts) ? (receipts as (WireReceipt | null)[]) : []).filter(
    (receipt) => receipt?.RecipientParticipantId !== self,
  );
  if (others.some((receipt) => receipt?.ReadTimestamp)) return 'onReadReceipt';
  return others.some((receipt) => receipt?.DeliveredTimestamp) ? 'onDeliveredReceipt' : undefined;
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
