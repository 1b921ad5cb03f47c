export {
  attaches,
  comesBack,
  cuts,
  delivers,
  doubles,
  emits,
  ends,
  expiresTokens,
  goesOffline,
  hangs,
  joins,
  leaves,
  losesAnswer,
  misses,
  reads,
  refuses,
  reorders,
  says,
  streams,
  transfers,
  types,
} from './acts.js';
export type { ActOptions, ReceiptOptions } from './acts.js';
export type { MarbleHelpers } from './drawing.js';
export type { Act, FakeChat, FakeChatOptions } from './FakeChat.js';
export { fakeChat, fakeService } from './fakeService.js';
export type { FakeService, FakeServiceOptions } from './fakeService.js';
export { fakeWebSocketManager } from './ManagerOnService.js';
export type { FakeWebSocketManager, FakeWebSocketManagerOptions } from './FakeWebSocketManager.js';
export type { Sent } from './sent.js';
export type {
  EmitOptions,
  EmulatedAttachment,
  EmulatedContact,
  EmulatedMessage,
  EmulatedParticipant,
  Emulator,
  Faults,
  FaultyOperation,
  JoinOptions,
  Lifetimes,
  StartChatOptions,
  TransferOptions,
} from '../emulator/model.js';
