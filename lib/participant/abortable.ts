import { Observable } from 'rxjs';

/**
 * A call that answers with a Promise, as a cold Observable.
 *
 * - **On subscribe**: makes the call.
 * - **Emits** its answer and completes.
 * - **Errors** with what `toError` makes of its rejection.
 * - **Unsubscribing** aborts it.
 */
export const abortable = <T>(
  call: (signal: AbortSignal) => Promise<T>,
  toError: (rejection: unknown) => unknown,
): Observable<T> =>
  new Observable((subscriber) => {
    const abort = new AbortController();
    call(abort.signal).then(
      (answer) => {
        subscriber.next(answer);
        subscriber.complete();
      },
      (rejection: unknown) => {
        subscriber.error(toError(rejection));
      },
    );
    return () => {
      abort.abort();
    };
  });
