import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import { untilClosed } from './untilClosed.js';

/**
 * Holds values back while `closed$` says so.
 *
 * - **Emits** values as they come while the gate is open, its state at the start; when it opens
 *   again, all that were held, in their order.
 * - **Completes / errors** with the source; on completion, what is held comes first. An error of
 *   `closed$` errors the result, its completion leaves the gate as it is.
 * - **Unsubscribing** drops what is held.
 *
 * `closed$` is subscribed before the source. A hand-written subscriber, since RxJS's buffers collect
 * or pass, but do not switch between the two.
 */
export const holdWhile =
  <T>(closed$: Observable<boolean>): MonoTypeOperatorFunction<T> =>
  (source) =>
    new Observable((subscriber) => {
      const held: T[] = [];
      let closed = false;
      let completed = false;
      let releasing = false;

      /** What comes while this hands out what was held waits behind it. */
      const release = () => {
        if (releasing) return;
        releasing = true;
        while (held.length > 0 && (completed || !closed)) subscriber.next(held.shift() as T);
        releasing = false;
        if (completed) subscriber.complete();
      };

      subscriber.add(
        untilClosed(closed$, subscriber).subscribe({
          next: (value) => {
            closed = value;
            release();
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
        }),
      );
      subscriber.add(
        untilClosed(source, subscriber).subscribe({
          next: (value) => {
            held.push(value);
            release();
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            completed = true;
            release();
          },
        }),
      );
    });
