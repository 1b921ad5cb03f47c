export { createChatWithSdk as createChat } from './chat/createChatWithSdk.js';
export type {
  Chat,
  ChatDetails,
  ChatEnded,
  ChatLogger,
  ChatOptions,
  Connection,
  LogLevel,
  Metric,
  StartChatContactAnswer,
  TypingOptions,
} from './chat/index.js';
export type {
  ConnectionState,
  EndReason,
  Heartbeat,
  ReconnectOptions,
  WebSocketConstructor,
  WebSocketLike,
} from './connection/index.js';
export { dedupeBy, orderWithin, stitchPartials, whoIsTyping } from './inbox/index.js';
export type {
  DedupeByOptions,
  OrderWithinOptions,
  StitchPartialsOptions,
  WhoIsTypingOptions,
} from './inbox/index.js';
export type { OutgoingMessage, SentMessage } from './outbox/index.js';
export { ChatError, rateLimiter, retryWithBackoff } from './participant/index.js';
export type {
  BackoffOptions,
  CallReport,
  CancelParticipantAuthenticationRequest,
  ChatErrorCode,
  ChatErrorOptions,
  CompleteAttachmentUploadRequest,
  CreateParticipantConnectionAnswer,
  CreateParticipantConnectionRequest,
  DescribeViewAnswer,
  DescribeViewRequest,
  DisconnectParticipantRequest,
  GetAttachmentAnswer,
  GetAttachmentRequest,
  GetAuthenticationUrlAnswer,
  GetAuthenticationUrlRequest,
  GetTranscriptAnswer,
  GetTranscriptRequest,
  ParticipantApi,
  RateLimiter,
  RateLimiterOptions,
  RetryWithBackoffOptions,
  SendEventAnswer,
  SendEventRequest,
  SendMessageAnswer,
  SendMessageRequest,
  StartAttachmentUploadAnswer,
  StartAttachmentUploadRequest,
  WireView,
} from './participant/index.js';
export type { Transcript, TranscriptGap } from './transcript/index.js';
export { eventType, isMessage, isMessageContentType } from './wire/index.js';
export type {
  Attachment,
  ChatEvent,
  ChatItem,
  ChatMessage,
  EventContentType,
  EventName,
  ItemStatus,
  MessageContentType,
  Participant,
  ParticipantRole,
  UnknownFrame,
  WireAttachment,
  WireItem,
  WireMessageMetadata,
  WireReceipt,
} from './wire/index.js';
