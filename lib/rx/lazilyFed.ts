import { type Observable, Subject } from 'rxjs';

/**
 * Feeds `work`, which is set to work by the first value: most chats never send a receipt, and an idle
 * pipeline takes some 10 kB.
 *
 * @param work - subscribes what it is given; when it is left is its business.
 */
export function lazilyFed<T>(work: (fed$: Observable<T>) => unknown): (value: T) => void {
  let fed$: Subject<T> | undefined;
  return (value) => {
    if (fed$ === undefined) work((fed$ = new Subject<T>()));
    fed$.next(value);
  };
}
