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
  timer,
} from 'rxjs';
import { quiet } from '../../connection/index.js';
import { asChatError } from '../../participant/index.js';
import { lazilyFed } from '../../rx/index.js';
import type { Chat } from '../chat.js';
import type { AuthorizedCallOptions } from '../authorizedCall.js';
import type { CommandContext } from './commandContext.js';

/** How long the service may take to say that a chat has ended that one has left, in milliseconds. */
const LEAVING_MS = 5_000;

/** Leaving the chat. */
export function leavingCommands({
  command,
  ending,
  newToken,
  patiently,
  service,
  settings: { disconnectOnPageHide, pageHide$, scheduler },
  tell,
  views,
}: CommandContext): Pick<Chat, 'disconnect'> {
  const hasLeft = lazilyFed<undefined>((left$) =>
    left$
      .pipe(
        switchMap(() => timer(LEAVING_MS, scheduler)),
        tap(() => {
          ending.begin('left');
        }),
        takeUntil(ending.over$),
      )
      .subscribe(),
  );

  const leave = (options: AuthorizedCallOptions, keepalive: boolean) => {
    const request = { ClientToken: newToken(), ...(keepalive && { keepalive }) };
    return tell('disconnectParticipant', request, options).pipe(
      map(() => {
        ending.expect('left'); // being let in no more is no surprise
        hasLeft(undefined);
      }),
    );
  };

  /** Listened to while `connect()` has a subscriber; sent with the token at hand, if there is one. */
  if (disconnectOnPageHide) {
    views.streams.connectionState$
      .pipe(
        map(({ status }) => status !== 'idle' && status !== 'failed'),
        distinctUntilChanged(),
        switchMap((listens) => (listens ? quiet(pageHide$) : EMPTY)),
        filter(({ persisted }) => !persisted && service.credentials.token !== undefined),
        exhaustMap(() =>
          leave({ maxRetries: 0, renew: false }, true).pipe(catchError(() => EMPTY)),
        ),
        takeUntil(ending.over$),
      )
      .subscribe();
  }

  return {
    disconnect: () => {
      const act = 'leave the chat';
      const leave$ = leave(patiently, false);
      return defer(() => {
        let hasBegun = false;
        const begin$ = defer(() => {
          hasBegun = true;
          return leave$;
        });
        // The end may come before the answer, or in its place.
        return command(act, () => begin$).pipe(
          catchError((error: unknown) =>
            hasBegun && asChatError(act, error).code === 'Ended'
              ? of(undefined)
              : throwError(() => error),
          ),
        );
      });
    },
  };
}
