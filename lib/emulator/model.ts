/**
 * The emulator without its network: no HTTP, no sockets of Node, no clock of its own. What stands on
 * it runs wherever the library does.
 */
export { answerDownload, answerUpload, lowerCased, storageErrorXml } from './answerTransfer.js';
export type { TransferOutcome } from './answerTransfer.js';
export { answerRequest } from './answerRequest.js';
export type { Outcome } from './answerRequest.js';
export { Emulator } from './Emulator.js';
export type { StartChatOptions } from './Emulator.js';
export { EmulatorModel } from './EmulatorModel.js';
export type { EmulatedAgent } from './drive/EmulatedAgent.js';
export type {
  EmitOptions,
  EmulatedContact,
  JoinOptions,
  TransferOptions,
} from './drive/EmulatedContact.js';
export type {
  EmulatedAttachment,
  EmulatedMessage,
  EmulatedParticipant,
} from './drive/EmulatedParticipant.js';
export type { Failure, FaultyOperation } from './faults/Fault.js';
export type { Faults, UndoFault } from './faults/Faults.js';
export { DEFAULT_LIFETIMES, DEFAULT_LIMITS } from './service/options.js';
export type { Lifetimes } from './service/options.js';
export { type OperationName, ownerOf, runOperation } from './service/runOperation.js';
export type { Participant } from './service/state.js';
export type { SocketSession } from './sockets/SocketSession.js';
