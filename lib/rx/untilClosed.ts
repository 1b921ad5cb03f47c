import { type Observable, Subject, type Subscriber, takeUntil } from 'rxjs';

/** Completes `source` as soon as `subscriber` closes, even in the middle of a synchronous emission. */
export function untilClosed<T>(
  source: Observable<T>,
  subscriber: Subscriber<unknown>,
): Observable<T> {
  const closed$ = new Subject<void>();
  subscriber.add(() => {
    closed$.next();
  });
  return source.pipe(takeUntil(closed$));
}
