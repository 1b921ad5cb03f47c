import { type MonoTypeOperatorFunction, Observable } from 'rxjs';

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
      let closed = false;
      let held: T[] = [];
      const release = () => {
        const values = held;
        held = [];
        for (const value of values) subscriber.next(value);
      };
      subscriber.add(
        closed$.subscribe({
          next: (value) => {
            closed = value;
            if (!closed) release();
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
        }),
      );
      subscriber.add(
        source.subscribe({
          next: (value) => {
            if (closed) held.push(value);
            else subscriber.next(value);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            release();
            subscriber.complete();
          },
        }),
      );
    });
