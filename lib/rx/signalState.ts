import { Observable } from 'rxjs';

/**
 * A hint of the environment as a state that is safe to wait on.
 *
 * - **On subscribe**: emits the last value that `signal$` emits synchronously, or `true`.
 * - **Emits** each change; never completes or errors, whatever `signal$` does.
 * - **Unsubscribing** unsubscribes from `signal$`.
 */
export const signalState = (signal$: Observable<boolean>): Observable<boolean> =>
  new Observable((subscriber) => {
    let isSubscribed = false;
    let state = true;
    const next = (value: boolean) => {
      const isChange = value !== state;
      state = value;
      if (isSubscribed && isChange) subscriber.next(value);
    };
    subscriber.add(signal$.subscribe({ next, error: ignore }));
    isSubscribed = true;
    subscriber.next(state);
  });

const ignore = () => undefined;
