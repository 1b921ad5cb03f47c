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
import {
  asChatError,
  ChatError,
  type ChatErrorCode,
  isRetryable,
  networkError,
  retryAfterMsOf,
} from './errors.js';
import type { RateLimiter } from './rateLimiter.js';
import { retryWithBackoff } from './retryWithBackoff.js';

/** The outcome of a call of the API, with all its attempts. */
export interface CallReport {
  readonly operation: string;
  /** Milliseconds from the start of the first attempt to the outcome. */
  readonly ms: number;
  readonly outcome: 'ok' | ChatErrorCode;
  readonly attempts: number;
}

/** What a {@link Caller} needs. */
export interface CallerOptions {
  readonly report: (report: CallReport) => void;
  /** Called after each attempt, without an error if it was answered. @defaultValue nothing is called */
  readonly attempted?: (operation: string, error?: ChatError) => void;
  /** @defaultValue calls start at once */
  readonly limiter?: RateLimiter | undefined;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * Calls an operation by the one retry policy: an attempt may take 15 s; a transient failure is retried
 * with backoff, or after what the service asks for, up to `maxRetries` times.
 *
 * - **On subscribe**: makes the first attempt, when `ready` and the limiter allow it.
 * - **Emits** the answer and completes.
 * - **Errors** with a `ChatError`: `Network` for what the port throws otherwise, `Service` for an empty
 *   answer.
 * - **Unsubscribing** cancels the attempt or the wait.
 */
export type Caller = <T>(
  operation: string,
  attempt: () => ObservableInput<T>,
  options: CallOptions,
) => Observable<T>;

/** When a call is retried. */
export interface CallOptions {
  readonly maxRetries: number;
  /** Emits when an attempt may be made after `failures` failed ones. @defaultValue at once */
  readonly ready?: (failures: number) => Observable<unknown>;
}

/** Milliseconds; a request on a dead network is never answered. */
const ANSWER_TIMEOUT_MS = 15_000;
const BACKOFF = { firstDelayMs: 500, maxDelayMs: 30_000 } as const;
const AT_ONCE = of(undefined);

export const createCaller =
  ({ report, attempted, limiter, random, scheduler }: CallerOptions): Caller =>
  (operation, attempt, { maxRetries, ready = () => AT_ONCE }) =>
    defer(() => {
      let startedAt = scheduler.now();
      let attempts = 0;
      const settled = (outcome: CallReport['outcome']) => {
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
          ...BACKOFF,
          maxRetries,
          isRetryable,
          minDelayMs: retryAfterMsOf,
          random,
          scheduler,
        }),
        tap({
          next: () => {
            settled('ok');
          },
          error: (error: unknown) => {
            settled(asChatError(operation, error).code);
          },
        }),
      );
    });

/** `request`, with the error `Network` if its answer takes longer than 15 s. */
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
