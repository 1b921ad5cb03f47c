import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  retry,
  type SchedulerLike,
  throwError,
  timer,
} from 'rxjs';
import { type BackoffOptions, retryDelayMs } from './backoff.js';

/** Options of {@link retryWithBackoff}. */
export interface RetryWithBackoffOptions extends BackoffOptions {
  /** Failures in a row before the error passes through. @defaultValue Infinity */
  readonly maxRetries?: number;
  /** Whether an error is transient. Called once per error. @defaultValue every error */
  readonly isRetryable?: (error: unknown) => boolean;
  /** The least to wait after `error`, in milliseconds, such as its `Retry-After`. @defaultValue 0 */
  readonly minDelayMs?: (error: unknown) => number;
  /** Jitter source in [0, 1). @defaultValue Math.random */
  readonly random?: () => number;
  /** Clock for the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/**
 * Subscribes again after an error, each time after a longer, random wait (full jitter), so that many
 * clients that failed together do not return together.
 *
 * - **Emits** what the source emits. A value means success: the backoff is reset.
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
    delay: (error: unknown, attempt) => {
      if (!isRetryable(error)) return throwError(() => error);
      const backoff = { firstDelayMs, maxDelayMs, minDelayMs: minDelayMs(error), random };
      return timer(retryDelayMs(attempt, backoff), scheduler);
    },
  });
}
