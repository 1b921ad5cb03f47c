import {
  catchError,
  concat,
  defer,
  EMPTY,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
  switchMap,
  take,
  throwError,
} from 'rxjs';
import type { Credentials } from '../connection/index.js';
import { answeredInTime, asChatError, type Caller, type CallOptions } from '../api/index.js';

/** How a call is made. */
export interface AuthorizedCallOptions extends CallOptions {
  /** Whether a token that is refused is renewed. @defaultValue true */
  readonly renew?: boolean;
}

/**
 * Calls an operation that needs the connection token. A token that is refused is renewed once, and
 * the call repeated with the new one.
 *
 * Errors with the `ChatError` of the last try.
 */
export type AuthorizedCall = <T>(
  operation: string,
  attempt: (connectionToken: string) => ObservableInput<T>,
  options: AuthorizedCallOptions,
) => Observable<T>;

/** What an {@link AuthorizedCall} is made of. */
export interface AuthorizedCallParts {
  readonly call: Caller;
  readonly credentials: Credentials;
  /** Told of each try that got no answer. */
  readonly unanswered: () => void;
  readonly scheduler: SchedulerLike;
}

export const authorizedCall =
  ({ call, credentials, unanswered, scheduler }: AuthorizedCallParts): AuthorizedCall =>
  (operation, attempt, { renew = true, ...options }) => {
    const withToken = (token: string) => answeredInTime(operation, attempt(token), scheduler);
    const authorized$ = defer(() => {
      const token = credentials.token ?? '';
      return withToken(token).pipe(
        catchError((rejection: unknown) => {
          const error = asChatError(operation, rejection);
          if (error.code === 'Network') unanswered();
          const renewed$ =
            renew && error.code === 'AccessDenied' ? credentials.renew(token) : EMPTY;
          return concat(
            renewed$.pipe(switchMap(withToken)),
            throwError(() => error),
          ).pipe(take(1));
        }),
      );
    });
    return call(operation, () => authorized$, options);
  };
