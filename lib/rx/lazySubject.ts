import { type Observable, Subject } from 'rxjs';

/**
 * Returns a sink; its pipeline is created with the first value. Most chats never send a receipt, and an
 * idle pipeline takes some 10 kB.
 *
 * @param connect - receives the values as an Observable, which it subscribes to and unsubscribes from.
 */
export function lazySubject<T>(connect: (values$: Observable<T>) => unknown): (value: T) => void {
  let values$: Subject<T> | undefined;
  return (value) => {
    if (values$ === undefined) connect((values$ = new Subject<T>()));
    values$.next(value);
  };
}
