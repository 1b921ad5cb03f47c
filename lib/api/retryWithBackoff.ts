import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  retry,
  type SchedulerLike,
  throwError,
  timer,
} from 'rxjs';

/** How long to wait between tries. */
export interface BackoffOptions {
  /** Ceiling of the first wait, in milliseconds; doubles with each try. @defaultValue 1000 */
  readonly firstDelayMs?: number;
  /** Ceiling of any wait, in milliseconds. @defaultValue 30000 */
  readonly maxDelayMs?: number;
}

/** Options of {@link retryWithBackoff}. */
export interface RetryWithBackoffOptions extends BackoffOptions {
  /** Failures in a row to ride out before the error passes through. @defaultValue Infinity */
  readonly maxRetries?: number;
  /** Whether waiting may cure an error. Called once per error. @defaultValue every error */
  readonly isRetryable?: (error: unknown) => boolean;
  /** The least to wait after `error`, in milliseconds, such as its `Retry-After`. @defaultValue 0 */
  readonly minDelayMs?: (error: unknown) => number;
  /** Jitter source in [0, 1). @defaultValue Math.random */
  readonly random?: () => number;
  /** Clock for the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/** What `setTimeout` can wait for; it takes a longer time for none. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The ceiling of the wait before try number `attempt` (from 1): doubling from `firstDelayMs` to
 * `maxDelayMs`, both in milliseconds. A full-jitter wait is a random part of it.
 */
export const backoffMs = (attempt: number, firstDelayMs: number, maxDelayMs: number): number =>
  Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));

/**
 * Subscribes again after an error, each time after a longer, random wait (full jitter), so that many
 * clients that failed together do not come back together.
 *
 * - **Emits** what the source emits. A value means success: the waits begin anew.
 * - **Completes** with the source.
 * - **Errors** with an error that is not retryable, or with the last one after `maxRetries`.
 * - **Unsubscribing** ends the source or the wait.
 *
 * @throws RangeError when called with a delay that is no positive number, or `maxDelayMs` below
 * `firstDelayMs`.
 */
export function retryWithBackoff<T>({
  firstDelayMs = 1_000,
  maxDelayMs = 30_000,
  maxRetries = Infinity,
  isRetryable = () => true,
  minDelayMs = () => 0,
  random = Math.random,
  scheduler = asyncScheduler,
}: RetryWithBackoffOptions = {}): MonoTypeOperatorFunction<T> {
  if (!(firstDelayMs > 0) || !(maxDelayMs >= firstDelayMs)) {
    throw new RangeError(
      `retryWithBackoff: need 0 < firstDelayMs <= maxDelayMs, got ${firstDelayMs} and ${maxDelayMs}`,
    );
  }
  return retry({
    count: maxRetries,
    resetOnSuccess: true,
    delay: (error: unknown, attempt) =>
      isRetryable(error)
        ? timer(
            Math.min(
              LONGEST_TIMER_MS,
              Math.max(
                minDelayMs(error),
                Math.floor(random() * backoffMs(attempt, firstDelayMs, maxDelayMs)),
              ),
            ),
            scheduler,
          )
        : throwError(() => error),
  });
}
