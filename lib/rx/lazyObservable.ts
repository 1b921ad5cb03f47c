import { Observable } from 'rxjs';
import { memoize } from './memoize.js';

/**
 * The stream that `make` returns. It is made at the first subscription and shared by all subscribers, so
 * that a stream without subscribers holds no pipeline.
 */
export function lazyObservable<T>(make: () => Observable<T>): Observable<T> {
  const stream$ = memoize(make);
  return new Observable((subscriber) => stream$().subscribe(subscriber));
}
