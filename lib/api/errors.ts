/** Whether an error is transient, by its code: see {@link ChatErrorCode}. */
export const RETRYABLE = {
  AccessDenied: false,
  Throttled: true,
  Validation: false,
  Conflict: false,
  NotFound: false,
  QuotaExceeded: false,
  Service: true,
  Network: true,
  NotConnected: false,
  Ended: false,
  Unsupported: false,
  InvalidArgument: false,
} as const;

/**
 * What went wrong, and whether a retry may succeed.
 *
 * | code | retryable | because |
 * |---|---|---|
 * | `AccessDenied` | no | the token is wrong or too old, or the chat has ended (403) |
 * | `Throttled` | yes | too many requests (429) |
 * | `Validation` | no | the same request would be refused again (400) |
 * | `Conflict` | no | the request does not fit the state of the chat (409) |
 * | `NotFound` | no | there is no such attachment, view or contact (404) |
 * | `QuotaExceeded` | no | a quota of the account is used up (402) |
 * | `Service` | yes | the service failed (5xx) |
 * | `Network` | yes | no answer came |
 * | `NotConnected` | no | `connect()` has no subscriber, or the chat was closed |
 * | `Ended` | no | the chat has ended |
 * | `Unsupported` | no | this environment lacks something; the message says what to pass |
 * | `InvalidArgument` | no | the caller's mistake; the message names the argument |
 */
export type ChatErrorCode = keyof typeof RETRYABLE;

/** Ceiling of a wait that the service asks for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Further facts of a {@link ChatError}. */
export interface ChatErrorOptions {
  readonly statusCode?: number | undefined;
  readonly requestId?: string | undefined;
  /** Milliseconds the service asks to wait before the next try (`Retry-After`). */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Every failure of this library. Its message says what could not be done and why; it never holds a
 * token or a message's text.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ChatErrorCode;
  /** The HTTP status, if the service answered. */
  readonly statusCode: number | undefined;
  /** The service's id of the request, for support cases. */
  readonly requestId: string | undefined;
  /** Milliseconds the service asks to wait before the next try. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ChatErrorCode, message: string, options: ChatErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.statusCode = options.statusCode;
    this.requestId = options.requestId;
    this.retryAfterMs =
      options.retryAfterMs === undefined
        ? undefined
        : Math.min(Math.max(options.retryAfterMs, 0), MAX_RETRY_AFTER_MS);
  }

  /** Whether the same request may succeed later. */
  get retryable(): boolean {
    return RETRYABLE[this.code];
  }
}

/** Whether `error` is transient, so that the same request may succeed later. */
export const isRetryable = (error: unknown): error is ChatError =>
  error instanceof ChatError && error.retryable;

/** How long `error` asks to wait before the next try, in milliseconds. */
export const retryAfterMsOf = (error: unknown): number =>
  error instanceof ChatError ? (error.retryAfterMs ?? 0) : 0;

/** The error for an invalid argument: `cannot <act>: <because>`. */
export const invalidArgument = (act: string, because: string): ChatError =>
  new ChatError('InvalidArgument', `cannot ${act}: ${because}`);

/** An answer of the service that is not a success. */
export interface ErrorAnswer {
  readonly statusCode: number | undefined;
  /** The header `x-amzn-errortype`, or the SDK's exception name. */
  readonly errorType?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The typed error for an answer: by its name, or by its status if the name is unknown. A redirect counts as no
 * answer, since browsers hide its status.
 *
 * The service's own words are left out, since they may quote what it was sent.
 */
export function errorFromAnswer(operation: string, answer: ErrorAnswer): ChatError {
  // A name, such as `ThrottlingException:http://…`; prose may quote what was sent.
  const errorType = /^\w+/.exec(answer.errorType ?? '')?.[0] ?? '';
  const { statusCode: status = 0 } = answer;
  if (status >= 300 && status < 400) {
    return new ChatError('Network', `cannot ${operation}: a redirect, which is not followed`);
  }
  const code =
    CODES.get(errorType) ??
    CODES.get(`${status}`) ??
    (status >= 400 && status < 500 ? 'Validation' : 'Service');
  const because = errorType || (status ? `status ${status}` : 'no answer');
  return new ChatError(code, `cannot ${operation}: ${because}`, answer);
}

/** Stands for the status of a redirect: browsers give 0. */
export const REDIRECTED = 302;

/** The error for a request without an answer. */
export const networkError = (operation: string, cause: unknown): ChatError =>
  new ChatError('Network', `cannot ${operation}: no answer`, { cause });

/** The error for what this environment does not support. */
export const unsupported = (operation: string, because: string, cause: unknown): ChatError =>
  new ChatError('Unsupported', `cannot ${operation}: ${because}`, { cause });

/**
 * `error` if it is a {@link ChatError}, else one with it as the cause: `Unsupported` if a global is missing, which
 * another try would miss again, else `Network`. The engine words a ReferenceError, and quotes a name alone.
 */
export function asChatError(operation: string, error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  return errorName(error) === 'ReferenceError'
    ? unsupported(operation, (error as Error).message, error)
    : networkError(operation, error);
}

/** The header `Retry-After` in milliseconds, if it is a number of seconds. */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  const seconds = Number(header ?? NaN);
  return Number.isNaN(seconds) ? undefined : seconds * 1_000;
}

const CODES: ReadonlyMap<string, ChatErrorCode> = new Map(
  Object.entries<ChatErrorCode>({
    AccessDeniedException: 'AccessDenied',
    ThrottlingException: 'Throttled',
    TooManyRequestsException: 'Throttled',
    ValidationException: 'Validation',
    ConflictException: 'Conflict',
    ResourceNotFoundException: 'NotFound',
    ServiceQuotaExceededException: 'QuotaExceeded',
    InternalServerException: 'Service',
    // Of the attachment storage, whose statuses mean something else.
    ExpiredToken: 'AccessDenied',
    RequestTimeout: 'Network',
    // By status, if the name is unknown.
    0: 'Network',
    401: 'AccessDenied',
    402: 'QuotaExceeded',
    403: 'AccessDenied',
    404: 'NotFound',
    408: 'Network',
    409: 'Conflict',
    429: 'Throttled',
  }),
);

/** The name of an error, for a log: its message may quote what was sent or stored. */
export function errorName(error: unknown): string {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : typeof error;
}
