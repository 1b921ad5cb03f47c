import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  tap,
} from 'rxjs';
import { listenTo } from './listenTo.js';

/**
 * Whether the environment says it is online.
 *
 * - **Emits** the present state on subscribe, then each change; `true` alone where the environment
 *   cannot tell, as in Node.
 * - **Unsubscribing** takes the listeners off.
 *
 * `navigator.onLine` is a hint: `false` is to be believed, `true` says little.
 */
export const browserNetwork$: Observable<boolean> = defer(() => {
  const target = globalThis as Partial<Pick<Window, 'navigator'>> & EventTarget;
  const online = () => target.navigator?.onLine !== false;
  if (typeof target.addEventListener !== 'function') return of(true);
  return concat(
    defer(() => of(online())),
    merge(listenTo(target, 'online'), listenTo(target, 'offline')).pipe(map(online)),
  );
});

/**
 * `network$` made safe to wait on: taken as online until it says otherwise, its end or error is no
 * news, repeats are left out.
 */
export const steady = (network$: Observable<boolean>): Observable<boolean> =>
  defer(() => {
    let told = false;
    return merge(
      network$.pipe(
        tap(() => {
          told = true;
        }),
        catchError(() => EMPTY),
      ),
      defer(() => (told ? EMPTY : of(true))),
      NEVER,
    ).pipe(distinctUntilChanged());
  });

/**
 * `signal$` made safe to act on: what it says at once when it is subscribed is no news, nor is its end
 * or error.
 */
export const quiet = <T>(signal$: Observable<T>): Observable<T> =>
  defer(() => {
    let listening = false;
    return merge(
      signal$.pipe(
        filter(() => listening),
        catchError(() => EMPTY),
      ),
      defer(() => {
        listening = true;
        return NEVER;
      }),
    );
  });
