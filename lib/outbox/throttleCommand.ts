import { defer, EMPTY, type Observable, type SchedulerLike, tap } from 'rxjs';

/**
 * Calls `send` at most once in `throttleMs` milliseconds; in between, completes without it.
 *
 * A failure does not count, so that the next try goes out.
 */
export function throttleCommand<T>(
  send: () => Observable<T>,
  throttleMs: number,
  scheduler: SchedulerLike,
): Observable<T> {
  let lastSentAt = -Infinity;
  return defer(() => {
    const now = scheduler.now();
    const sinceMs = now - lastSentAt; // negative after the clock was set back
    if (sinceMs >= 0 && sinceMs < throttleMs) return EMPTY;
    const before = lastSentAt;
    lastSentAt = now;
    return send().pipe(
      tap({
        error: () => {
          if (lastSentAt === now) lastSentAt = before;
        },
      }),
    );
  });
}
