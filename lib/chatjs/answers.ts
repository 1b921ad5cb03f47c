import { ChatError, type ChatErrorCode } from '../lite.js';
import type { ChatRejection } from './results.js';

/** An argument that cannot be right. */
export class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

/** `error`, as an error. */
export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('not an error', { cause: error });

/** What `method` rejects with because of `error`; the error itself is its `cause`. */
export function rejection(method: string, error: unknown, metadata: unknown): Error {
  const failure = asError(error);
  const { code, statusCode } = (failure instanceof ChatError ? failure : {}) as Partial<ChatError>;
  const refused = code === 'NotConnected' || code === 'Ended';
  const rejected: ChatRejection = {
    type: code ? (TYPES[code] ?? code) : failure.name,
    message: refused ? `Failed to call ${method}, No active connection` : failure.message,
    stack: (failure.stack ?? '').split('\n'),
    statusCode,
    metadata: metadata ?? null,
  };
  // Plain as pages know it, and thrown: so it passes for an error here.
  return Object.defineProperty(rejected, 'cause', { value: error }) as unknown as Error;
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
