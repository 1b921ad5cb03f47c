import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  repeat,
  ReplaySubject,
  retry,
  type SchedulerLike,
  share,
  skip,
  switchMap,
  tap,
  throwError,
  throwIfEmpty,
  timer,
} from 'rxjs';
import { ChatError } from '../participant/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials } from './credentials.js';
import type { Signals } from './keepConnected.js';
import { managedSession } from './managedSession.js';
import type { ContactIds } from './managerRouter.js';
import { isCurable, type ReconnectOptions, retryMs } from './reconnectDelay.js';
import type { ReceiveFrame } from './session.js';
import { isWebSocketManager, type WebSocketManager } from './webSocketManager.js';

/** What {@link managedConnection} needs. */
export interface ManagedConnectionOptions {
  /** One manager after another; each takes the place of the one before. */
  readonly managers$: Observable<WebSocketManager>;
  readonly ids: ContactIds;
  readonly receive: ReceiveFrame;
  readonly credentials: Credentials;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * A connection over the socket of a websocket manager, with a connection token of its own.
 *
 * - **Emits** `authorized` when there is a token, then what the present manager says of its socket; frames go
 *   to `receive`.
 * - **Errors** when there is no token to be had, and when the last manager gives up; while another
 *   may take its place, that is `lost`.
 * - **Unsubscribing** takes the chat off the manager.
 */
export const managedConnection =
  (options: ManagedConnectionOptions) =>
  ({ online$ }: Signals): Observable<ConnectionEvent> =>
    defer(() => {
      const { credentials, ids, receive } = options;
      let isOpen = false;
      const managers$ = usable(options.managers$).pipe(share(REPLAYED));

      /** Says that the connection is lost until another manager takes over, if one may. */
      const another = (error: unknown): Observable<ConnectionEvent> =>
        isCurable(error)
          ? throwError(() => error)
          : merge(
              concat(
                managers$.pipe(ignoreElements()),
                throwError(() => error),
              ),
              of<ConnectionEvent>({
                type: 'lost',
                error: noManager(error),
                attempt: 1,
                retryInMs: 0,
              }),
            );
      const session$ = managers$.pipe(
        switchMap((manager) => managedSession(manager, ids, receive).pipe(catchError(another))),
        tap(({ type }) => {
          if (type === 'subscribed') isOpen = true;
          if (type === 'lost') isOpen = false;
        }),
      );
      /** What was sent while the network was away may have been missed, whatever the manager says. */
      const backOnline$ = online$.pipe(
        skip(1),
        filter((online) => online && isOpen),
        map((): ConnectionEvent => ({ type: 'subscribed' })),
      );

      return credentials
        .authorize()
        .pipe(
          switchMap(({ renewInMs }) =>
            merge(
              of<ConnectionEvent>({ type: 'authorized' }),
              renewals(renewInMs, options),
              backOnline$,
              session$,
            ),
          ),
        );
    });

/** Has the token renewed whenever that is due; one that can't be had yet is asked for again. */
const renewals = (
  firstInMs: number,
  { credentials, random, reconnect, scheduler }: ManagedConnectionOptions,
): Observable<never> =>
  defer(() => {
    let renewInMs = firstInMs;
    return defer(() => timer(renewInMs, scheduler)).pipe(
      switchMap(() =>
        credentials.authorize().pipe(
          retry({
            delay: (error: unknown, attempt) =>
              isCurable(error)
                ? timer(retryMs(error, attempt + 1, reconnect, random), scheduler)
                : throwError(() => error),
          }),
        ),
      ),
      tap((grant) => {
        renewInMs = grant.renewInMs;
      }),
      repeat(),
      ignoreElements(),
    );
  });

/** `managers$` without repeats; what is no manager is an error, and so is the lack of any. */
const usable = (managers$: Observable<WebSocketManager>): Observable<WebSocketManager> =>
  defer(() => {
    let hasOne = false;
    return managers$.pipe(
      // The page's source failing is no news while there is a manager.
      catchError((cause: unknown) =>
        hasOne
          ? EMPTY
          : throwError(() => new ChatError('Network', 'cannot get a websocket manager', { cause })),
      ),
      throwIfEmpty(() => unsupported('there is no websocket manager')),
      tap((manager) => {
        if (!isWebSocketManager(manager)) throw unsupported('this is no websocket manager');
        hasOne = true;
      }),
      distinctUntilChanged(),
    );
  });

const unsupported = (because: string) => new ChatError('Unsupported', `cannot connect: ${because}`);

const noManager = (error: unknown) =>
  error instanceof ChatError ? error : unsupported('there is no websocket manager');

/** One subscription to the page's source, that of its managers' last who comes late sees. */
const REPLAYED = {
  connector: () => new ReplaySubject<WebSocketManager>(1),
  resetOnError: true,
  resetOnComplete: false,
  resetOnRefCountZero: true,
} as const;
