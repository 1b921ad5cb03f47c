import { Observable } from 'rxjs';

/**
 * A hint of the environment as an event that is safe to act on.
 *
 * - **Emits** what `signal$` emits, without the values that it emits synchronously on subscribe; never
 *   completes or errors, whatever `signal$` does.
 * - **Unsubscribing** unsubscribes from `signal$`.
 */
export const skipInitial = <T>(signal$: Observable<T>): Observable<T> =>
  new Observable((subscriber) => {
    let isSubscribed = false;
    const next = (signal: T) => {
      if (isSubscribed) subscriber.next(signal);
    };
    subscriber.add(signal$.subscribe({ next, error: ignore }));
    isSubscribed = true;
  });

const ignore = () => undefined;
