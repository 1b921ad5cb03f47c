export { authentication } from './authentication.js';
export type {
  AuthenticationOptions,
  AuthenticationOutcome,
  AuthenticationState,
} from './authentication.js';
export type {
  AuthenticationUrlArgs,
  Chat,
  ChatAnswer,
  ChatEnded,
  ChatOperation,
  ChatRequest,
  Connection,
  FlushOptions,
} from './chat.js';
export type { AttachmentLink, LinkOptions, UploadProgress } from './attachment.js';
export type {
  ChatDetails,
  ChatOptions,
  MediaInfo,
  ReceiptsOptions,
  StartChatContactAnswer,
  TypingOptions,
} from './chatOptions.js';
export { createChatWithFetch } from './createChatWithFetch.js';
export type { ChatJournal, ChatPorts, ConnectionTokenAnswer } from './chatPorts.js';
export { memoryStorage, webStorage } from './storage/chatStorage.js';
export type { ChatStorage, StorageOptions } from './storage/chatStorage.js';
export { storedChat } from './storage/storedChat.js';
export type { ChatLogger, LogLevel } from './logger.js';
export type { Metric } from './metrics.js';
