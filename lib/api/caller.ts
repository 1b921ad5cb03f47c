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
import { asChatError, ChatError, type ChatErrorCode, isRetryable, networkError } from './errors.js';
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
  (options: CallerOptions): Caller =>
  (operation, attempt, { maxRetries, ready = () => AT_ONCE }) =>
    defer(() => {
      const { random, scheduler } = options;
      const call = new Call(operation, options);
      return defer(() => ready(call.attempts)).pipe(
        take(1),
        switchMap(() => options.limiter?.acquire(operation) ?? AT_ONCE),
        switchMap(() => {
          call.starts();
          return from(attempt());
        }),
        take(1),
        defaultIfEmpty(undefined),
        map((answer) => call.answered(answer)),
        catchError((rejection: unknown) => call.failed(rejection)),
        retryWithBackoff({
          ...BACKOFF,
          maxRetries,
          isRetryable,
          minDelayMs: (error) => (error instanceof ChatError ? (error.retryAfterMs ?? 0) : 0),
          random,
          scheduler,
        }),
        tap({
          next: () => {
            call.report('ok');
          },
          error: (error: unknown) => {
            call.report(asChatError(operation, error).code);
          },
        }),
      );
    });

/** The attempts of one call. */
class Call {
  readonly #operation: string;
  readonly #options: CallerOptions;
  #startedAt: number;
  #attempts = 0;

  constructor(operation: string, options: CallerOptions) {
    this.#operation = operation;
    this.#options = options;
    this.#startedAt = options.scheduler.now();
  }

  get attempts(): number {
    return this.#attempts;
  }

  starts(): void {
    if (this.#attempts++ === 0) this.#startedAt = this.#options.scheduler.now();
  }

  answered<T>(answer: T | undefined): T {
    if (answer === undefined || answer === null) {
      throw new ChatError('Service', `cannot ${this.#operation}: the answer is empty`);
    }
    this.#options.attempted?.(this.#operation);
    return answer;
  }

  failed(rejection: unknown): Observable<never> {
    const error = asChatError(this.#operation, rejection);
    this.#options.attempted?.(this.#operation, error);
    return throwError(() => error);
  }

  report(outcome: CallReport['outcome']): void {
    const { report, scheduler } = this.#options;
    const ms = scheduler.now() - this.#startedAt;
    report({ operation: this.#operation, ms, outcome, attempts: this.#attempts });
  }
}

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
