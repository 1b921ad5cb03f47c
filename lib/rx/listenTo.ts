import { Observable } from 'rxjs';

/**
 * Events of `type` at `target`.
 *
 * - **Emits** each; never completes.
 * - **Unsubscribing** takes the listener off.
 *
 * In place of `fromEvent`, which knows many more kinds of targets than a page has.
 */
export const listenTo = <E extends Event>(target: EventTarget, type: string): Observable<E> =>
  new Observable((subscriber) => {
    const listener = (event: Event) => {
      subscriber.next(event as E);
    };
    target.addEventListener(type, listener);
    return () => {
      target.removeEventListener(type, listener);
    };
  });
