import { backoffMs, ChatError } from '../api/index.js';

/** Waits between attempts to connect, in milliseconds. */
export interface ReconnectOptions {
  /** Ceiling of the second wait; the first is below 100 ms, later ones double. @defaultValue 1000 */
  readonly firstDelayMs?: number;
  /** Ceiling of any wait. @defaultValue 30000 */
  readonly maxDelayMs?: number;
  /** Attempts that may fail in a row before `connect()` errors with the last failure. @defaultValue Infinity */
  readonly maxAttempts?: number;
}

/** Ceiling of the wait after a connection is lost, so that a short cut is a short one. */
const FIRST_RETRY_MS = 100;

/**
 * The longest wait, in milliseconds, after so many failures in a row; full jitter takes a random part
 * of it. 100 ms, then `firstDelayMs` doubling to `maxDelayMs`.
 */
export const ceilingMs = (
  failures: number,
  { firstDelayMs, maxDelayMs }: Required<ReconnectOptions>,
) =>
  failures === 1
    ? Math.min(FIRST_RETRY_MS, firstDelayMs)
    : backoffMs(failures - 1, firstDelayMs, maxDelayMs);

/** Ceiling of any wait while the chat is polled, in milliseconds. */
const SELDOM_MAX_DELAY_MS = 240_000;

/**
 * The waits go on doubling while the chat is polled: whoever blocks websockets does so for long, and
 * each attempt costs a call.
 */
export const seldom = (reconnect: Required<ReconnectOptions>): Required<ReconnectOptions> => ({
  ...reconnect,
  maxDelayMs: Math.max(reconnect.maxDelayMs, SELDOM_MAX_DELAY_MS),
});

/**
 * How long to wait, in milliseconds, after `error` and so many failures in a row: by chance, but not
 * less than the service asks for.
 */
export const retryMs = (
  error: ChatError,
  failures: number,
  reconnect: Required<ReconnectOptions>,
  random: () => number,
): number =>
  Math.max(error.retryAfterMs ?? 0, Math.floor(random() * ceilingMs(failures, reconnect)));

/** Whether waiting may cure `error`. */
export const isRetryable = (error: unknown): error is ChatError =>
  error instanceof ChatError && error.retryable;
