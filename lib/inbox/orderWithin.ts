import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  Observable,
  type SchedulerLike,
  Subscription,
} from 'rxjs';
import { untilClosed } from './untilClosed.js';

/** Options of {@link orderWithin}. */
export interface OrderWithinOptions<T> {
  /** What to order by, ascending; called once per value. */
  readonly by: (value: T) => number;
  /** Clock for the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

interface Held<T> {
  readonly value: T;
  readonly key: number;
  readonly dueAt: number;
}

/**
 * Puts values that arrive within `windowMs` of one another into order; equal keys keep the order of
 * their arrival.
 *
 * - **Emits** each value `windowMs` milliseconds after it arrived, preceded by the held ones that
 *   belong before it. One that belongs before what has been emitted already can't be helped and is
 *   emitted at once. With a window of 0 everything passes through.
 * - **Completes** with the source, after emitting what is held.
 * - **Errors** with the source at once; what is held is dropped. A `by` that throws errors the result.
 * - **Unsubscribing** drops what is held and stops the timer.
 *
 * A hand-written subscriber, since the buffer is released in another order than it was filled.
 *
 * @throws RangeError when called with a window that is negative or no number.
 */
export function orderWithin<T>(
  windowMs: number,
  { by, scheduler = asyncScheduler }: OrderWithinOptions<T>,
): MonoTypeOperatorFunction<T> {
  if (!(windowMs >= 0)) {
    throw new RangeError(`orderWithin: windowMs must not be negative, got ${windowMs}`);
  }
  return (source) =>
    windowMs === 0
      ? source
      : new Observable<T>((subscriber) => {
          const held: Held<T>[] = []; // by key, then by arrival
          const timer = new Subscription();
          let emittedKey = -Infinity;
          let scheduled: Subscription | undefined;

          /** Emits held values, in order, as long as one of them is `due`; more may come meanwhile. */
          const release = (due: (h: Held<T>) => boolean) => {
            while (held.some(due)) {
              const { key, value } = held.shift() as Held<T>;
              emittedKey = key;
              subscriber.next(value);
            }
          };
          const schedule = () => {
            if (scheduled !== undefined || held.length === 0) return;
            const soonest = held.reduce((a, b) => (b.dueAt < a.dueAt ? b : a));
            const releaseDue = () => {
              scheduled = undefined;
              const now = scheduler.now();
              // `soonest` is due even where the clock was set back meanwhile.
              release((h) => h === soonest || h.dueAt <= now);
              schedule();
            };
            const waitMs = Math.max(0, soonest.dueAt - scheduler.now());
            scheduled = scheduler.schedule(releaseDue, waitMs);
            timer.add(scheduled);
          };

          subscriber.add(timer);
          subscriber.add(
            untilClosed(source, subscriber).subscribe({
              next: (value) => {
                let key: number;
                try {
                  key = by(value);
                } catch (error) {
                  subscriber.error(error);
                  return;
                }
                if (key < emittedKey) {
                  subscriber.next(value);
                  return;
                }
                let at = held.length;
                while (at > 0 && (held[at - 1] as Held<T>).key > key) at--;
                held.splice(at, 0, { value, key, dueAt: scheduler.now() + windowMs });
                schedule();
              },
              error: (error: unknown) => {
                subscriber.error(error);
              },
              complete: () => {
                release(() => true);
                subscriber.complete();
              },
            }),
          );
        });
}
