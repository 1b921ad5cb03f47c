import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  map,
  of,
  switchMap,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import { asChatError } from '../../api/index.js';
import { skipInitial } from '../../rx/index.js';
import type { Chat } from '../chat.js';
import type { AuthorizedCallOptions } from '../authorizedCall.js';
import type { CommandContext } from './commandContext.js';

const ACT = 'leave the chat';

/** Leaving the chat, by {@link Chat.disconnect} or with the page. The service decides when the chat ends. */
export function disconnectCommands({
  command,
  lifecycle,
  newToken,
  patiently,
  service,
  settings: { disconnectOnPageHide, pageHide$ },
  tell,
  streams,
}: CommandContext): Pick<Chat, 'disconnect'> {
  const left = () => {
    lifecycle.expect('left');
  };

  const leave = (options: AuthorizedCallOptions, keepalive: boolean) => {
    const request = { ClientToken: newToken(), ...(keepalive && { keepalive }) };
    return tell('disconnectParticipant', request, options).pipe(
      tap({
        next: left,
        error: (error: unknown) => {
          if (mayHaveLeft(error)) left();
        },
      }),
      map(() => undefined),
    );
  };

  /** Active while `connect()` has a subscriber; sent with the token at hand, if there is one. */
  if (disconnectOnPageHide) {
    streams.connectionState$
      .pipe(
        map(({ status }) => status !== 'idle' && status !== 'failed'),
        distinctUntilChanged(),
        switchMap((listens) => (listens ? skipInitial(pageHide$) : EMPTY)),
        filter(({ persisted }) => !persisted && service.credentials.token !== undefined),
        exhaustMap(() =>
          leave({ maxRetries: 0, renew: false }, true).pipe(catchError(() => EMPTY)),
        ),
        takeUntil(lifecycle.over$),
      )
      .subscribe();
  }

  return {
    disconnect: () => {
      const leave$ = leave(patiently, false);
      return defer(() => {
        let hasBegun = false;
        const begin$ = defer(() => {
          hasBegun = true;
          return leave$;
        });
        // The end may come before the answer, or in its place.
        return command(ACT, () => begin$).pipe(
          catchError((error: unknown) =>
            hasBegun && asChatError(ACT, error).code === 'Ended'
              ? of(undefined)
              : throwError(() => error),
          ),
        );
      });
    },
  };
}

/** Whether the service may have taken a request that failed: its answer was lost, or a retry was refused. */
const mayHaveLeft = (error: unknown) => {
  const { code } = asChatError(ACT, error);
  return code === 'Network' || code === 'AccessDenied';
};
