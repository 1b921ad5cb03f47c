import { catchError, EMPTY, exhaustMap, fromEvent, type Observable, Subscription, tap } from 'rxjs';
import { part } from './parts.js';

/** The switch that takes this side off its network, by `setOffline`, until it is switched back. */
export function switchNetwork(
  pane: HTMLElement,
  setOffline: (on: boolean) => Observable<unknown>,
): Subscription {
  const cut = part(pane, 'cut', HTMLButtonElement);
  const isCut = () => cut.getAttribute('aria-checked') === 'true';

  return fromEvent(cut, 'click')
    .pipe(
      exhaustMap(() => {
        const on = !isCut();
        return setOffline(on).pipe(
          tap(() => {
            cut.setAttribute('aria-checked', String(on));
            pane.classList.toggle('pane-cut', on);
          }),
          catchError(() => EMPTY), // the local service is gone, and the connection with it
        );
      }),
    )
    .subscribe();
}
