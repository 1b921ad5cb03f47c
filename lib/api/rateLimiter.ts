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

/** Decides when a call of the API may set out. One limiter may serve many chats. */
export interface RateLimiter {
  /**
   * - **Emits** once, when a call of `operation` may set out, and completes; synchronously where
   *   nothing stands against it.
   * - **Unsubscribing** before that gives up the turn.
   */
  acquire(operation: string): Observable<unknown>;
}

/** Options of {@link rateLimiter}. */
export interface RateLimiterOptions {
  /** Calls a second, over time. */
  readonly perSecond: number;
  /** Calls that may set out at once after a pause. @defaultValue perSecond, at least 1 */
  readonly burst?: number;
  /** Clock for the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/**
 * Keeps the calls of all chats it is given to under one rate, in the order in which they come; each
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
  const intervalMs = 1_000 / perSecond;
  /** By operation: when all calls let in so far would be through at the steady rate, as of when. */
  const turns = new Map<string, { readonly through: number; readonly at: number }>();

  return {
    acquire: (operation) =>
      defer(() => {
        const now = scheduler.now();
        const before = turns.get(operation) ?? { through: 0, at: now };
        const setBackMs = Math.max(0, before.at - now); // the clock was set, not the rate
        const through = Math.max(now, before.through - setBackMs) + intervalMs;
        turns.set(operation, { through, at: now });
        const waitMs = Math.ceil(through - burst * intervalMs - now);
        if (waitMs <= 0) return of(0);
        let admitted = false;
        return timer(waitMs, scheduler).pipe(
          tap(() => {
            admitted = true;
          }),
          finalize(() => {
            // A turn between others can't be given back: those behind it have been told theirs.
            const isLast = turns.get(operation)?.through === through;
            if (!admitted && isLast)
              turns.set(operation, { through: through - intervalMs, at: now });
          }),
        );
      }),
  };
}
