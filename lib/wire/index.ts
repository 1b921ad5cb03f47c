export {
  EVENT_NAMES,
  EVENT_PREFIX,
  MESSAGE_CONTENT_TYPES,
  eventType,
  isMessageContentType,
} from './contentTypes.js';
export type { EventContentType, EventName, MessageContentType } from './contentTypes.js';
export { decodeItem, isKept, isMetadata, readItem } from './decodeItem.js';
export type { DecodedItem } from './decodeItem.js';
export {
  CHAT_TOPIC,
  HEARTBEAT_FRAME,
  PING_FRAME,
  SUBSCRIBE_FRAME,
  decodeFrame,
  decodeMessage,
} from './frames.js';
export type { Frame, UnknownFrame } from './frames.js';
export { isMessage, isPast } from './item.js';
export type {
  Attachment,
  ChatEvent,
  ChatItem,
  ChatMessage,
  ItemStatus,
  Participant,
  ParticipantRole,
  Receipt,
  Recipient,
} from './item.js';
export type { WireAttachment, WireItem, WireMessageMetadata, WireReceipt } from './wireItem.js';
