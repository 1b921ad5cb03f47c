export type {
  AnswerMetadata,
  CancelParticipantAuthenticationRequest,
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
  SendEventAnswer,
  SendEventRequest,
  SendMessageAnswer,
  SendMessageRequest,
  StartAttachmentUploadAnswer,
  StartAttachmentUploadRequest,
  WireView,
  WebRTCConnection,
} from './participantApi.js';
export type { ArgumentChecks } from './argumentsOf.js';
export { argumentsOf, hasMethod } from './argumentsOf.js';
export { backoffMs, LONGEST_TIMER_MS, retryDelayMs } from './backoff.js';
export type { BackoffOptions } from './backoff.js';
export { answeredInTime, createCaller } from './caller.js';
export type { Caller, CallOptions, CallReport } from './caller.js';
export { omitUndefined } from './omitUndefined.js';
export { isSecureUrl, resolveEndpoint } from './endpoint.js';
export type { EndpointOptions } from './endpoint.js';
export {
  asChatError,
  ChatError,
  errorFromAnswer,
  errorName,
  invalidArgument,
  isRetryable,
  networkError,
  retryAfterMsOf,
} from './errors.js';
export type { ChatErrorCode, ChatErrorOptions, ErrorAnswer } from './errors.js';
export { createFetchApi } from './fetchApi.js';
export type { FetchApiOptions } from './fetchApi.js';
export { transferFile } from './fileTransfer.js';
export type { FileTransfer, NativeFile, TransferEvent, TransferRequest } from './fileTransfer.js';
export { apiFrom, operationName } from './operations.js';
export type { Operation } from './operations.js';
export { retryWithBackoff } from './retryWithBackoff.js';
export type { RetryWithBackoffOptions } from './retryWithBackoff.js';
export { rateLimiter } from './rateLimiter.js';
export type { RateLimiter, RateLimiterOptions } from './rateLimiter.js';
