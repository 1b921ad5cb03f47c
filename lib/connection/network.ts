import { Observable } from 'rxjs';
import { hear, listenTo } from '../rx/index.js';

/**
 * Whether the environment says it is online.
 *
 * - **Emits** the present state on subscribe, then each change; `true` alone where the environment
 *   cannot tell, as in Node.
 * - **Unsubscribing** takes the listeners off.
 *
 * `navigator.onLine` is a hint: `false` is to be believed, `true` says little.
 */
export const browserNetwork$ = new Observable<boolean>((subscriber) => {
  const target = globalThis as Partial<Pick<Window, 'navigator'>> & EventTarget;
  const tell = () => {
    subscriber.next(target.navigator?.onLine !== false);
  };
  if (typeof target.addEventListener !== 'function') {
    subscriber.next(true);
    subscriber.complete();
    return;
  }
  tell();
  hear(listenTo(target, 'online'), subscriber, tell);
  hear(listenTo(target, 'offline'), subscriber, tell);
});

/**
 * `network$` made safe to wait on: of what it says while it is being subscribed, the last counts; it is
 * taken as online until it says otherwise, its end or error is no news, repeats are left out.
 */
export const steady = (network$: Observable<boolean>): Observable<boolean> =>
  new Observable((subscriber) => {
    let isListening = false;
    let present = true;
    const tell = (online: boolean) => {
      const isNews = online !== present;
      present = online;
      if (isListening && isNews) subscriber.next(online);
    };
    subscriber.add(network$.subscribe({ next: tell, error: ignore }));
    isListening = true;
    subscriber.next(present);
  });

/**
 * `signal$` made safe to act on: what it says at once when it is subscribed is no news, nor is its end
 * or error.
 */
export const quiet = <T>(signal$: Observable<T>): Observable<T> =>
  new Observable((subscriber) => {
    let listening = false;
    const tell = (signal: T) => {
      if (listening) subscriber.next(signal);
    };
    subscriber.add(signal$.subscribe({ next: tell, error: ignore }));
    listening = true;
  });

const ignore = () => undefined;
