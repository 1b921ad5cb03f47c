import {
  catchError,
  defaultIfEmpty,
  defer,
  from,
  map,
  type Observable,
  type ObservableInput,
  of,
  type SchedulerLike,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs';
import { timeoutWith } from '../rx/index.js';
import { asChatError, ChatError, type ChatErrorCode, networkError } from './errors.js';
import type { RateLimiter } from './rateLimiter.js';
import { retryWithBackoff } from './retryWithBackoff.js';

/** How a call of the API went, with all its attempts. */
export interface CallReport {
  readonly operation: string;
  /** Milliseconds from when the first attempt set out to the outcome. */
  readonly ms: number;
  readonly outcome: 'ok' | ChatErrorCode;
  readonly attempts: number;
}

/** What a {@link Caller} needs. */
export interface CallerOptions {
  readonly report: (report: CallReport) => void;
  /** Called with the outcome of each attempt: without an error if it was answered. @defaultValue nothing is called */
  readonly attempted?: (operation: string, error?: ChatError) => void;
  /** @defaultValue calls set out at once */
  readonly limiter?: RateLimiter | undefined;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * Calls an operation by the one policy for all: an attempt may take 15 s; what can be cured by
 * waiting is tried again after a jittered wait, or after what the service asks for, up to
 * `maxRetries` times.
 *
 * - **Emits** the answer and completes.
 * - **Errors** with a `ChatError`; what the port throws otherwise counts as `Network`, an answer that
 *   is none as `Service`.
 * - **Unsubscribing** cancels the attempt or the wait.
 */
export type Caller = <T>(
  operation: string,
  attempt: () => ObservableInput<T>,
  options: CallOptions,
) => Observable<T>;

/** How patiently a call is made. */
export interface CallOptions {
  readonly maxRetries: number;
  /** Emits when an attempt may be made after `failures` failed ones. @defaultValue at once */
  readonly ready?: (failures: number) => Observable<unknown>;
}

/** Milliseconds; a request on a dead network is never answered. */
const ANSWER_TIMEOUT_MS = 15_000;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;

export const createCaller =
  ({ report, attempted, limiter, random, scheduler }: CallerOptions): Caller =>
  (operation, attempt, { maxRetries, ready = () => AT_ONCE }) =>
    defer(() => {
      let startedAt = scheduler.now();
      let attempts = 0;
      const done = (outcome: CallReport['outcome']) => {
        report({ operation, ms: scheduler.now() - startedAt, outcome, attempts });
      };
      return defer(() => ready(attempts)).pipe(
        take(1),
        switchMap(() => limiter?.acquire(operation) ?? AT_ONCE),
        switchMap(() => {
          if (attempts++ === 0) startedAt = scheduler.now();
          return from(attempt());
        }),
        take(1),
        defaultIfEmpty(undefined),
        map((answer) => {
          if (answer !== undefined && answer !== null) {
            attempted?.(operation);
            return answer;
          }
          throw new ChatError('Service', `cannot ${operation}: the answer is empty`);
        }),
        catchError((rejection: unknown) => {
          const error = asChatError(operation, rejection);
          attempted?.(operation, error);
          return throwError(() => error);
        }),
        retryWithBackoff({
          firstDelayMs: FIRST_DELAY_MS,
          maxDelayMs: MAX_DELAY_MS,
          maxRetries,
          isRetryable: (error) => error instanceof ChatError && error.retryable,
          minDelayMs: (error) => (error instanceof ChatError ? (error.retryAfterMs ?? 0) : 0),
          random,
          scheduler,
        }),
        tap({
          next: () => {
            done('ok');
          },
          error: (error: unknown) => {
            done(asChatError(operation, error).code);
          },
        }),
      );
    });

const AT_ONCE = of(undefined);

/** `request`, given up with `Network` when its answer takes longer than 15 s. */
export const answeredInTime = <T>(
  operation: string,
  request: ObservableInput<T>,
  scheduler: SchedulerLike,
): Observable<T> =>
  from(request).pipe(
    timeoutWith({
      first: ANSWER_TIMEOUT_MS,
      scheduler,
      with: () => throwError(() => networkError(operation, undefined)),
    }),
  );
