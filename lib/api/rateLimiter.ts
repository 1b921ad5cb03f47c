import {
  asyncScheduler,
  defer,
  finalize,
  type Observable,
  of,
  type SchedulerLike,
  tap,
  timer,
} from 'rxjs';

/** Decides when a call of the API may start. One limiter may serve many chats. */
export interface RateLimiter {
  /**
   * - **Emits** once, when a call of `operation` may start, and completes; synchronously if the rate
   *   allows it.
   * - **Unsubscribing** before that gives up the slot.
   */
  acquire(operation: string): Observable<unknown>;
}

/** Options of {@link rateLimiter}. */
export interface RateLimiterOptions {
  /** Calls a second, over time. */
  readonly perSecond: number;
  /** Calls that may start at once after a pause. @defaultValue perSecond, at least 1 */
  readonly burst?: number;
  /** Clock for the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/**
 * Limits the rate of the calls of all chats that share it, in the order in which they come. Each
 * operation has a rate of its own, as at the service.
 *
 * @throws RangeError when called with a rate that is not positive or a burst below 1.
 */
export function rateLimiter({
  perSecond,
  burst = Math.max(1, perSecond),
  scheduler = asyncScheduler,
}: RateLimiterOptions): RateLimiter {
  if (!(perSecond > 0) || !(burst >= 1)) {
    throw new RangeError(
      `rateLimiter: need perSecond > 0 and burst >= 1, got ${perSecond} and ${burst}`,
    );
  }
  return new LeakyBucket(1_000 / perSecond, burst, scheduler);
}

/** How full the bucket of one operation is: when all its calls would be done at the steady rate, as of `at`. */
interface Level {
  readonly doneAt: number;
  readonly at: number;
}

class LeakyBucket implements RateLimiter {
  readonly #intervalMs: number;
  readonly #burst: number;
  readonly #scheduler: SchedulerLike;
  readonly #levels = new Map<string, Level>();

  constructor(intervalMs: number, burst: number, scheduler: SchedulerLike) {
    this.#intervalMs = intervalMs;
    this.#burst = burst;
    this.#scheduler = scheduler;
  }

  acquire(operation: string): Observable<unknown> {
    return defer(() => {
      const now = this.#scheduler.now();
      const doneAt = this.#add(operation, now);
      const waitMs = Math.ceil(doneAt - this.#burst * this.#intervalMs - now);
      if (waitMs <= 0) return of(0);
      let isAcquired = false;
      return timer(waitMs, this.#scheduler).pipe(
        tap(() => {
          isAcquired = true;
        }),
        finalize(() => {
          if (!isAcquired) this.#release(operation, doneAt, now);
        }),
      );
    });
  }

  /** Adds a call to the bucket, and returns when it would be done at the steady rate. */
  #add(operation: string, now: number): number {
    const level = this.#levels.get(operation) ?? { doneAt: 0, at: now };
    const setBackMs = Math.max(0, level.at - now); // the clock was set, not the rate
    const doneAt = Math.max(now, level.doneAt - setBackMs) + this.#intervalMs;
    this.#levels.set(operation, { doneAt, at: now });
    return doneAt;
  }

  /** Gives back the newest slot. An older one cannot be: the waits behind it have been started. */
  #release(operation: string, doneAt: number, at: number): void {
    if (this.#levels.get(operation)?.doneAt !== doneAt) return;
    this.#levels.set(operation, { doneAt: doneAt - this.#intervalMs, at });
  }
}
