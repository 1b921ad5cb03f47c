import { Observable } from 'rxjs';
import { fromDomEvent, listen } from '../rx/index.js';

/**
 * Whether the environment says it is online.
 *
 * - **On subscribe**: emits the present state.
 * - **Emits** each change. If the environment cannot tell, as in Node, emits `true` and completes.
 * - **Unsubscribing** removes the listeners.
 *
 * `navigator.onLine` is a hint: `false` can be relied on, `true` says little.
 */
export const browserNetwork$ = new Observable<boolean>((subscriber) => {
  const target = globalThis as Partial<Pick<Window, 'navigator'>> & EventTarget;
  const emit = () => {
    subscriber.next(target.navigator?.onLine !== false);
  };
  if (typeof target.addEventListener !== 'function') {
    subscriber.next(true);
    subscriber.complete();
    return;
  }
  emit();
  listen(fromDomEvent(target, 'online'), subscriber, emit);
  listen(fromDomEvent(target, 'offline'), subscriber, emit);
});
