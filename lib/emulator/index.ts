export type { Emulator } from './Emulator.js';
export type { EmulatedAgent } from './drive/EmulatedAgent.js';
export type { EmulatedContact } from './drive/EmulatedContact.js';
export type { EmulatedParticipant } from './drive/EmulatedParticipant.js';
export type { MessageStream } from './drive/MessageStream.js';
export type { Faults } from './faults/Faults.js';
export { ServiceError } from './service/ServiceError.js';
export { startEmulator } from './startEmulator.js';

export type { StartChatOptions } from './Emulator.js';
export type { EmitOptions, JoinOptions, TransferOptions } from './drive/EmulatedContact.js';
export type {
  EmulatedAttachment,
  EmulatedChatDetails,
  EmulatedConnectionToken,
  EmulatedMessage,
} from './drive/EmulatedParticipant.js';
export type { Failure, FaultOptions, FaultScope, FaultyOperation } from './faults/Fault.js';
export type { UndoFault } from './faults/Faults.js';
export type { LoggedRequest, RequestLog } from './requestLog.js';
export type { RequestName } from './requestName.js';
export type { IssuedWebsocket } from './service/operations/connection.js';
export type { ProcessingOutcome } from './service/acts.js';
export type { AuthenticationOutcome } from './service/authentication.js';
export type { Lifetimes, Limits } from './service/options.js';
export type { OperationName } from './service/runOperation.js';
export type { ServiceErrorType } from './service/ServiceError.js';
export type { StartChatContactAnswer } from './service/startChatContact.js';
export type {
  CustomerExit,
  ParticipantRole,
  ResponseMode,
  Scan,
  ScanOutcome,
  SentItem,
  View,
} from './service/state.js';
export type { EmulatorOptions } from './startEmulator.js';
