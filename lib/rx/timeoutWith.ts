import { defer, Observable, type SchedulerLike, Subscription } from 'rxjs';
import { scheduleOnce } from './scheduleOnce.js';
import { untilClosed } from './untilClosed.js';

/** How long a source may be silent, in milliseconds, and what follows. */
export interface TimeoutWithOptions<Other> {
  /** Longest time before the first value. */
  readonly first: number;
  /** Longest time between two values. @defaultValue no limit */
  readonly each?: number;
  readonly scheduler: SchedulerLike;
  /** Makes the source that replaces one that timed out. */
  readonly with: () => Observable<Other>;
}

/**
 * A timeout with a fallback.
 *
 * - **Emits** what the source emits. If a value takes too long, unsubscribes from the source and
 *   continues with the fallback.
 * - **Completes / errors** with the source or the fallback.
 * - **Unsubscribing** ends either, and stops the timer.
 *
 * Smaller than `timeout`, which would take a page twice as many bytes.
 */
export const timeoutWith =
  <Other>({ first, each, scheduler, with: fallback }: TimeoutWithOptions<Other>) =>
  <T>(source$: Observable<T>): Observable<T | Other> =>
    new Observable((subscriber) => {
      const source = new Subscription();
      let timer: Subscription | undefined;
      const startTimer = (ms: number) => {
        timer = scheduleOnce(ms, scheduler, () => {
          source.unsubscribe();
          defer(fallback).subscribe(subscriber);
        });
        subscriber.add(timer);
      };
      subscriber.add(source);
      startTimer(first);
      source.add(
        untilClosed(source$, subscriber).subscribe({
          next: (value) => {
            timer?.unsubscribe();
            if (each !== undefined) startTimer(each);
            subscriber.next(value);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            subscriber.complete();
          },
        }),
      );
    });
