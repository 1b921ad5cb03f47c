import {
  catchError,
  defer,
  type Observable,
  type ObservableInput,
  of,
  type SchedulerLike,
  switchMap,
  throwError,
  throwIfEmpty,
} from 'rxjs';
import type { Credentials } from '../connection/index.js';
import { answeredInTime, type Caller, ChatError } from '../participant/index.js';

/**
 * Calls an operation that needs the connection token. A token that is refused is renewed once, and
 * the call repeated with the new one; each try, its wait for `ready$` included, comes under the
 * caller's policy.
 *
 * Errors with the `ChatError` of the last try.
 */
export type AuthorizedCall = <T>(
  operation: string,
  attempt: (connectionToken: string) => ObservableInput<T>,
  options: {
    readonly maxRetries: number;
    /** Emits when a try may set out. @defaultValue at once */
    readonly ready$?: Observable<unknown>;
  },
) => Observable<T>;

export const authorizedCall =
  (call: Caller, credentials: Credentials, scheduler: SchedulerLike): AuthorizedCall =>
  (operation, attempt, { maxRetries, ready$ = AT_ONCE }) => {
    const withToken = (token: string) => answeredInTime(operation, attempt(token), scheduler);
    const authorized$ = defer(() => {
      const token = credentials.token ?? '';
      return withToken(token).pipe(
        catchError((error: unknown) =>
          error instanceof ChatError && error.code === 'AccessDenied'
            ? credentials.renewed(token).pipe(
                switchMap(withToken),
                throwIfEmpty(() => error),
              )
            : throwError(() => error),
        ),
      );
    });
    return call(operation, () => ready$.pipe(switchMap(() => authorized$)), maxRetries);
  };

const AT_ONCE = of(undefined);
