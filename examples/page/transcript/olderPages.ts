import {
  catchError,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  fromEvent,
  merge,
  type Observable,
  type Subscription,
} from 'rxjs';
import { part, setText } from '../parts.js';

/** How near to the top older messages are loaded, in pixels. */
const NEAR = 120;

const OFFER = 'Earlier messages';

/** Loads what was said earlier when the reader scrolls up to the top, or presses the button there. */
export function loadOlderOnScroll(
  pane: HTMLElement,
  loadOlder: () => Observable<unknown>,
): { readonly watching: Subscription; show(hasOlder: boolean): void } {
  const log = part(pane, 'log', HTMLElement);
  const older = part(pane, 'older', HTMLButtonElement);
  const scrolledUp$ = fromEvent(log, 'scroll', { passive: true }).pipe(
    filter(() => log.scrollTop < NEAR && log.scrollHeight > log.clientHeight),
  );

  const watching = merge(scrolledUp$, fromEvent(older, 'click'))
    .pipe(
      filter(() => !older.hidden),
      exhaustMap(() => {
        setText(older, 'Loading earlier messages');
        log.setAttribute('aria-busy', 'true'); // what comes is not news
        return loadOlder().pipe(
          catchError(() => EMPTY), // the button is there to try again
          finalize(() => {
            setText(older, OFFER);
            log.removeAttribute('aria-busy');
          }),
        );
      }),
    )
    .subscribe();

  return {
    watching,
    show: (hasOlder) => {
      if (!hasOlder && older === document.activeElement) log.focus({ preventScroll: true });
      older.hidden = !hasOlder;
    },
  };
}
