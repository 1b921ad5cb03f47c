import { ChatError, type ChatErrorCode } from '../lite.js';
import type { ChatRejection } from './results.js';

/** An argument that cannot be right. */
export class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

/**
 * What `method` rejects with because of `error`, which is its `cause`; what is no error, such as the
 * refusal of a receipt, is passed on.
 */
export function rejection(method: string, error: unknown, metadata: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, statusCode } = error as Partial<ChatError>;
  const refused = code === 'NotConnected' || code === 'Ended';
  const rejected: ChatRejection = {
    type: error instanceof ChatError ? (TYPES[error.code] ?? error.code) : error.name,
    message: refused ? `Failed to call ${method}, No active connection` : error.message,
    stack: (error.stack ?? '').split('\n'),
    statusCode,
    metadata: metadata ?? null,
  };
  return Object.defineProperty(rejected, 'cause', { value: error });
}

/** The service's names for its exceptions. Source: Amazon Connect Participant Service API. */
const TYPES: Partial<Record<ChatErrorCode, string>> = {
  AccessDenied: 'AccessDeniedException',
  Conflict: 'ConflictException',
  InvalidArgument: 'IllegalArgument',
  Network: 'TypeError', // what fetch rejects with
  NotFound: 'ResourceNotFoundException',
  QuotaExceeded: 'ServiceQuotaExceededException',
  Service: 'InternalServerException',
  Throttled: 'ThrottlingException',
  Validation: 'ValidationException',
};
