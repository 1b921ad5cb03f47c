import { Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import { ChatError, isRetryable, retryAfterMsOf, retryWithBackoff } from '../api/index.js';
import { listen, scheduleOnce, SerialSubscription } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials } from './credentials.js';
import { managedSession, managerLost } from './managedSession.js';
import type { ContactIds } from './managerRouter.js';
import type { ReconnectOptions, Signals } from './reconnecting.js';
import { FINAL_FRAMES_MS } from './renewingSession.js';
import type { SessionOptions } from './session.js';
import { isWebSocketManager, type WebSocketManager } from './webSocketManager.js';

/** What {@link managedConnection} needs. */
export interface ManagedConnectionOptions extends Pick<SessionOptions, 'onFrame' | 'onHeartbeat'> {
  /** One manager after another; each replaces the one before. */
  readonly managers$: Observable<WebSocketManager>;
  readonly ids: ContactIds;
  readonly credentials: Credentials;
  /** Whether the chat can continue without a manager, by polling. */
  readonly isReplaceable: boolean;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * A connection over the socket of a websocket manager, with a connection token of its own.
 *
 * - **On subscribe**: requests a connection token, then subscribes to the managers.
 * - **Emits** `authorized` when there is a token, then what the present manager reports of its socket;
 *   frames and heartbeats go to their handlers. `lost` if the manager gives up while another may replace
 *   it, or polling.
 * - **Errors** if there is no token, no manager, or if the last manager gives up; 5 s after a renewal of
 *   the token failed with an error that is not retryable.
 * - **Completes** never.
 * - **Unsubscribing** takes the chat off the manager, and stops the renewals of the token.
 */
export const managedConnection =
  (options: ManagedConnectionOptions) =>
  ({ online$ }: Signals): Observable<ConnectionEvent> =>
    new Observable((subscriber) => {
      new ManagedConnection(subscriber, options).open(online$);
    });

class ManagedConnection {
  readonly #subscriber: Subscriber<ConnectionEvent>;
  readonly #options: ManagedConnectionOptions;
  readonly #session: SerialSubscription;
  #manager: WebSocketManager | undefined;
  /** Why the present manager has given up. */
  #failure: unknown;
  #mayAnotherCome = true;
  #isOpen = false;
  #isStarting = true;

  constructor(subscriber: Subscriber<ConnectionEvent>, options: ManagedConnectionOptions) {
    this.#subscriber = subscriber;
    this.#options = options;
    this.#session = new SerialSubscription(subscriber);
  }

  open(online$: Observable<boolean>): void {
    const { credentials } = this.#options;
    listen(credentials.authorize(), this.#subscriber, ({ renewInMs }) => {
      this.#subscriber.next({ type: 'authorized' });
      this.#renewIn(renewInMs);
      listen(online$, this.#subscriber, (online) => this.#networkChanged(online));
      this.#isStarting = false;
      if (!this.#subscriber.closed) this.#useManagers();
    });
  }

  #useManagers(): void {
    this.#subscriber.add(
      this.#options.managers$.subscribe({
        next: (manager) => this.#use(manager),
        error: (cause: unknown) => {
          // While there is a manager, it does not matter that the page's source failed.
          if (this.#manager) this.#noneFollows();
          else this.#fail(new ChatError('Network', 'cannot get a websocket manager', { cause }));
        },
        complete: () => this.#noneFollows(),
      }),
    );
  }

  #use(manager: WebSocketManager): void {
    if (!isWebSocketManager(manager)) {
      this.#fail(unsupported('this is no websocket manager'));
      return;
    }
    if (manager === this.#manager) return;
    this.#manager = manager;
    this.#failure = undefined;
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    const session$ = managedSession(manager, this.#options.ids, this.#options);
    this.#session.replace(
      session$,
      (event) => this.#happened(event),
      undefined,
      (error) => this.#gaveUp(error),
    );
    if (wasOpen && !this.#isOpen && this.#failure === undefined) this.#lost(managerLost());
  }

  #happened(event: ConnectionEvent): void {
    if (event.type === 'subscribed') this.#isOpen = true;
    if (event.type === 'lost') this.#isOpen = false;
    this.#subscriber.next(event);
  }

  #lost(error: ChatError): void {
    this.#happened({ type: 'lost', error, attempt: 1, retryInMs: 0 });
  }

  /** The connection is lost until another manager replaces this one, or for good. */
  #gaveUp(error: unknown): void {
    this.#failure = error;
    const isLast = !this.#mayAnotherCome && !this.#options.isReplaceable;
    if (isLast || isRetryable(error)) this.#fail(error);
    else this.#lost(error instanceof ChatError ? error : noManager());
  }

  #noneFollows(): void {
    this.#mayAnotherCome = false;
    if (this.#failure !== undefined && !this.#options.isReplaceable) this.#fail(this.#failure);
    if (!this.#manager) this.#fail(noManager());
  }

  #renewIn(ms: number): void {
    const { credentials, random, reconnect, scheduler } = this.#options;
    const renewal = scheduleOnce(ms, scheduler, () => {
      const renewed$ = credentials.authorize().pipe(
        retryWithBackoff({
          ...reconnect,
          isRetryable,
          minDelayMs: retryAfterMsOf,
          random,
          scheduler,
        }),
      );
      listen(
        renewed$,
        this.#subscriber,
        ({ renewInMs }) => this.#renewIn(renewInMs),
        (error) => {
          this.#subscriber.add(scheduleOnce(FINAL_FRAMES_MS, scheduler, () => this.#fail(error)));
        },
      );
    });
    this.#subscriber.add(renewal);
  }

  /** While the network was away something may have been missed, whatever the manager reports. */
  #networkChanged(online: boolean): void {
    if (online && this.#isOpen && !this.#isStarting) this.#happened({ type: 'subscribed' });
  }

  #fail(error: unknown): void {
    this.#subscriber.error(error);
  }
}

const unsupported = (because: string) => new ChatError('Unsupported', `cannot connect: ${because}`);

const noManager = () => unsupported('there is no websocket manager');
