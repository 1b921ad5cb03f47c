export { byteLength } from './byteLength.js';
export {
  EVENT_NAMES,
  EVENT_PREFIX,
  MAX_CONTENT_BYTES,
  MESSAGE_CONTENT_TYPES,
  SENDABLE_CONTENT_TYPES,
  SENDABLE_EVENT_NAMES,
  eventType,
  isMessageContentType,
} from './contentTypes.js';
export type {
  EventContentType,
  EventName,
  MessageContentType,
  SendableContentType,
  SendableEventContentType,
} from './contentTypes.js';
export { decodeItem, decodePage, isKept, isTimed, readItem } from './decodeItem.js';
export type { DecodedItem } from './decodeItem.js';
export { contentTypeOf, isMetadata, textOf, timeOf, typeOf } from './fields.js';
export {
  CHAT_TOPIC,
  HEARTBEAT_FRAME,
  MAX_FRAME_LENGTH,
  PING_FRAME,
  SUBSCRIBE_FRAME,
  decodeFrame,
  decodeMessage,
} from './frames.js';
export type { Frame, UnknownFrame } from './frames.js';
export { isMessage, isMessageType, isPast } from './item.js';
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
export { idOf, isServiceId, receiptsKey } from './itemId.js';
export { isObject, parseJson } from './json.js';
export { createServiceClock } from './serviceClock.js';
export type { ServiceClock } from './serviceClock.js';
export type { WireAttachment, WireItem, WireMessageMetadata, WireReceipt } from './wireItem.js';
