import { Observable } from 'rxjs';

/**
 * Events of `type` at `target`.
 *
 * - **Emits** each event; never completes.
 * - **Unsubscribing** removes the listener.
 *
 * Smaller than `fromEvent`, which knows many more kinds of targets than a page has.
 */
export const fromDomEvent = <E extends Event>(target: EventTarget, type: string): Observable<E> =>
  new Observable((subscriber) => {
    const listener = (event: Event) => {
      subscriber.next(event as E);
    };
    target.addEventListener(type, listener);
    return () => {
      target.removeEventListener(type, listener);
    };
  });
