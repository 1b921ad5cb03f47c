import { Observable } from 'rxjs';

/**
 * A call that returns a Promise, as a cold Observable.
 *
 * - **On subscribe**: makes the call.
 * - **Emits** its answer and completes.
 * - **Errors** with the result of `toError` for its rejection.
 * - **Unsubscribing** aborts the call unless it is settled: an abort takes as long as a request.
 */
export const abortable = <T>(
  call: (signal: AbortSignal) => Promise<T>,
  toError: (rejection: unknown) => unknown,
): Observable<T> =>
  new Observable((subscriber) => {
    const abort = new AbortController();
    let isSettled = false;
    call(abort.signal).then(
      (answer) => {
        isSettled = true;
        subscriber.next(answer);
        subscriber.complete();
      },
      (rejection: unknown) => {
        isSettled = true;
        subscriber.error(toError(rejection));
      },
    );
    return () => {
      if (!isSettled) abort.abort();
    };
  });
