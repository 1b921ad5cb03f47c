import {
  asyncScheduler,
  type MonoTypeOperatorFunction,
  Observable,
  type SchedulerLike,
  type Subscription,
} from 'rxjs';
import { untilClosed } from '../rx/index.js';
import { partitionPoint } from './partitionPoint.js';

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
  released: boolean;
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
          const arrivals: Held<T>[] = []; // the same, by arrival, and so by dueAt
          let emittedKey = -Infinity;
          let timer: Subscription | undefined;

          /** Emits, in order, until all that is due is out; more may come in meanwhile. */
          const release = (isDue: (h: Held<T>) => boolean) => {
            for (let soonest = arrivals[0]; soonest && isDue(soonest); soonest = arrivals[0]) {
              arrivals.shift();
              while (!soonest.released) {
                const next = held.shift() as Held<T>;
                next.released = true;
                emittedKey = next.key;
                subscriber.next(next.value);
              }
            }
          };
          const wait = () => {
            const soonest = arrivals[0];
            if (timer !== undefined || soonest === undefined) return;
            timer = scheduler.schedule(
              () => {
                timer?.unsubscribe(); // a task that has run keeps what it holds otherwise
                timer = undefined;
                const now = scheduler.now();
                // What is due after a whole window is from before the clock was set back.
                release(
                  (h) => h.released || h === soonest || h.dueAt <= now || h.dueAt > now + windowMs,
                );
                wait();
              },
              Math.min(windowMs, Math.max(0, soonest.dueAt - scheduler.now())),
            );
          };

          subscriber.add(() => {
            timer?.unsubscribe();
          });
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
                const h = { value, key, dueAt: scheduler.now() + windowMs, released: false };
                const place = partitionPoint(held, (other) => other.key <= key); // equal keys: by arrival
                held.splice(place, 0, h);
                arrivals.push(h);
                wait();
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
