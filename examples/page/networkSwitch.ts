import {
  catchError,
  EMPTY,
  exhaustMap,
  fromEvent,
  type Observable,
  type Subscription,
  tap,
} from 'rxjs';
import { part } from './parts.js';

/**
 * The switch that takes this side off its network, by `setOffline`, until it is switched back. The
 * local service does not bring it back when the page is loaded again, so the switch remembers by `name`.
 */
export function switchNetwork(
  root: HTMLElement,
  name: string,
  setOffline: (on: boolean) => Observable<unknown>,
): Subscription {
  const cut = part(root, 'cut', HTMLButtonElement);
  const key = `cut/${name}`;
  const isCut = () => sessionStorage.getItem(key) !== null;
  const show = () => {
    cut.setAttribute('aria-checked', String(isCut()));
    root.classList.toggle('pane-cut', isCut());
  };

  show();
  return fromEvent(cut, 'click')
    .pipe(
      exhaustMap(() => {
        const on = !isCut();
        return setOffline(on).pipe(
          tap(() => {
            if (on) sessionStorage.setItem(key, '');
            else sessionStorage.removeItem(key);
            show();
          }),
          catchError(() => EMPTY), // the local service is gone, and the connection with it
        );
      }),
    )
    .subscribe();
}
