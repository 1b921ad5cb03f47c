import { catchError, EMPTY, Observable, type SchedulerLike } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce, SerialSubscription } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials } from './credentials.js';
import type { Signals } from './reconnecting.js';
import { FINAL_FRAMES_MS } from './renewingSession.js';
import { managedSession, managerLost } from './managedSession.js';
import type { ContactIds } from './managerRouter.js';
import { isRetryable, type ReconnectOptions, retryMs } from './reconnectDelay.js';
import type { SessionOptions } from './session.js';
import { isWebSocketManager, type WebSocketManager } from './webSocketManager.js';

/** What {@link managedConnection} needs. */
export interface ManagedConnectionOptions extends Pick<SessionOptions, 'receive' | 'onHeartbeat'> {
  /** One manager after another; each takes the place of the one before. */
  readonly managers$: Observable<WebSocketManager>;
  readonly ids: ContactIds;
  readonly credentials: Credentials;
  /** Whether the chat can go on without a manager, by polling. */
  readonly isReplaceable: boolean;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * A connection over the socket of a websocket manager, with a connection token of its own.
 *
 * - **Emits** `authorized` when there is a token, then what the present manager says of its socket; frames
 *   and heartbeats go to their functions.
 * - **Errors** when there is no token to be had, and when the last manager gives up; if another may take
 *   its place, or polling, that is `lost`.
 * - **Unsubscribing** takes the chat off the manager.
 */
export const managedConnection =
  (options: ManagedConnectionOptions) =>
  ({ online$ }: Signals): Observable<ConnectionEvent> =>
    new Observable((subscriber) => {
      const { credentials, ids, isReplaceable, managers$, reconnect, random, scheduler } = options;
      const session = new SerialSubscription(subscriber);
      let present: WebSocketManager | undefined;
      /** Why the present manager serves no more. */
      let failure: unknown;
      let mayAnotherCome = true;
      let isOpen = false;
      let isBeginning = true;

      const fail = (error: unknown) => {
        subscriber.error(error);
      };
      const happens = (event: ConnectionEvent) => {
        if (event.type === 'subscribed') isOpen = true;
        if (event.type === 'lost') isOpen = false;
        subscriber.next(event);
      };

      const use = (manager: WebSocketManager) => {
        if (!isWebSocketManager(manager)) {
          fail(unsupported('this is no websocket manager'));
        } else if (manager !== present) {
          present = manager;
          failure = undefined;
          const session$ = managedSession(manager, ids, options).pipe(
            catchError((error: unknown) => {
              gaveUp(error);
              return EMPTY;
            }),
          );
          const wasOpen = isOpen;
          isOpen = false;
          session.replace(session$, happens);
          if (wasOpen && !isOpen && failure === undefined) {
            happens({ type: 'lost', error: managerLost(), attempt: 1, retryInMs: 0 });
          }
        }
      };
      /** The connection is lost until another manager takes over, or for good. */
      const gaveUp = (error: unknown) => {
        failure = error;
        if (!(mayAnotherCome || isReplaceable) || isRetryable(error)) fail(error);
        else happens({ type: 'lost', error: noManager(error), attempt: 1, retryInMs: 0 });
      };
      const noneComes = () => {
        mayAnotherCome = false;
        if (failure !== undefined && !isReplaceable) fail(failure);
        if (!present) fail(unsupported('there is no websocket manager'));
      };

      /** A token that can't be had yet is asked for again. */
      const renewIn = (ms: number, attempt = 1) => {
        const renewal = scheduleOnce(ms, scheduler, () => {
          listen(
            credentials.authorize(),
            subscriber,
            ({ renewInMs }) => {
              renewIn(renewInMs);
            },
            (error) => {
              if (!isRetryable(error)) {
                subscriber.add(scheduleOnce(FINAL_FRAMES_MS, scheduler, () => fail(error)));
              } else renewIn(retryMs(error, attempt + 1, reconnect, random), attempt + 1);
            },
          );
        });
        subscriber.add(renewal);
      };
      /** What was sent while the network was away may have been missed, whatever the manager says. */
      const network = (online: boolean) => {
        if (online && isOpen && !isBeginning) happens({ type: 'subscribed' });
      };

      listen(credentials.authorize(), subscriber, ({ renewInMs }) => {
        subscriber.next({ type: 'authorized' });
        renewIn(renewInMs);
        listen(online$, subscriber, network);
        isBeginning = false;
        if (subscriber.closed) return;
        subscriber.add(
          managers$.subscribe({
            next: use,
            error: (cause: unknown) => {
              // The page's source failing is no news while there is a manager.
              if (present) noneComes();
              else fail(new ChatError('Network', 'cannot get a websocket manager', { cause }));
            },
            complete: noneComes,
          }),
        );
      });
    });

const unsupported = (because: string) => new ChatError('Unsupported', `cannot connect: ${because}`);

const noManager = (error: unknown) =>
  error instanceof ChatError ? error : unsupported('there is no websocket manager');
