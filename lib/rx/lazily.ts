import { Observable } from 'rxjs';

/**
 * The stream that `make` gives when somebody first subscribes, for all who subscribe. What nobody
 * subscribes to then takes no pipeline.
 */
export function lazily<T>(make: () => Observable<T>): Observable<T> {
  const stream$ = once(make);
  return new Observable((subscriber) => stream$().subscribe(subscriber));
}

/** What `make` gives, made when it is first asked for. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
