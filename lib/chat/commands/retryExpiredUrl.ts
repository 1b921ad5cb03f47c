import { catchError, type Observable, switchMap } from 'rxjs';
import { ChatError } from '../../api/index.js';

/**
 * What `use` makes of the URL that `target$` gives. Where the storage refuses it with 403, since it has
 * expired, of another one: once.
 *
 * @param refused - told of each URL that was refused, before another one is asked for.
 */
export const retryExpiredUrl = <T, U>(
  target$: Observable<T>,
  use: (target: T) => Observable<U>,
  refused: () => void = () => undefined,
  isLast = false,
): Observable<U> =>
  target$.pipe(
    switchMap((target) =>
      use(target).pipe(
        catchError((error: unknown) => {
          if (!(error instanceof ChatError && error.code === 'AccessDenied')) throw error;
          refused();
          if (isLast) throw error;
          return retryExpiredUrl(target$, use, refused, true);
        }),
      ),
    ),
  );
