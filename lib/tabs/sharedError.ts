import { ChatError, type ChatErrorCode } from '../lite.js';

/** An error as it goes over the channel: a ChatError loses its class and its code there. */
export interface EncodedError {
  readonly code: ChatErrorCode;
  readonly message: string;
  readonly statusCode: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

export function encodeError(error: unknown): EncodedError {
  const { code, message, statusCode, requestId, retryAfterMs } =
    error instanceof ChatError ? error : new ChatError('Network', 'the leading tab has failed');
  return { code, message, statusCode, requestId, retryAfterMs };
}

export const decodeError = ({ code, message, ...options }: EncodedError): ChatError =>
  new ChatError(code, message, options);
