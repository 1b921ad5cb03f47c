import { Observable, type SchedulerLike, Subject, type Subscriber, type Subscription } from 'rxjs';
import { ChatError, isRetryable, retryDelayMs } from '../api/index.js';
import { listen, Listener, scheduleOnce, signalState, skipInitial } from '../rx/index.js';
import type { ConnectionEvent, ConnectionLoss } from './connectionEvent.js';

/** Waits between attempts to connect, in milliseconds. */
export interface ReconnectOptions {
  /** Ceiling of the second wait; the first is below 100 ms, later ones double. @defaultValue 1000 */
  readonly firstDelayMs?: number;
  /** Ceiling of any wait. @defaultValue 30000 */
  readonly maxDelayMs?: number;
  /** Attempts that may fail in a row before `connect()` errors with the last failure. @defaultValue Infinity */
  readonly maxAttempts?: number;
}

/** What a connection needs to know of its environment. */
export interface Signals {
  /** Whether the network is available; replays. */
  readonly online$: Observable<boolean>;
  /** Requests a check whether the connection lives. */
  readonly check$: Observable<unknown>;
}

/** What {@link reconnecting} needs. */
export interface ReconnectingOptions {
  /** One connection: emits `subscribed` when it is made, errors when it is lost, never completes. */
  readonly open: (signals: Signals) => Observable<ConnectionEvent>;
  readonly network$: Observable<boolean>;
  /** Emits when the app is back in use. */
  readonly resume$: Observable<unknown>;
  /** Emits when a call of the service got no answer: the connection may be dead. */
  readonly suspectDead$: Observable<unknown>;
  readonly reconnect: Required<ReconnectOptions>;
  /** Whether the chat is polled meanwhile, so that attempts may be rare. @defaultValue never */
  readonly isPolling?: () => boolean;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * Ceiling of the waits while the chat is polled, in milliseconds: whoever blocks websockets does so for
 * long, and each attempt costs a call.
 */
const POLLING_MAX_DELAY_MS = 240_000;

/**
 * The reconnect loop: a connection that is opened again whenever it is lost.
 *
 * - **On subscribe**: starts the first attempt, or waits for the network.
 * - **Emits** the events of the connection, and those of the loop. There is one attempt at a time. The
 *   backoff is reset by `subscribed`, not by a socket that merely opened.
 * - **Completes** never.
 * - **Errors** with an error that is not retryable, or with the last failure after `maxAttempts` in a row.
 * - **Unsubscribing** closes the connection and stops every timer and request.
 */
export const reconnecting = (options: ReconnectingOptions): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    new Reconnecting(subscriber, options).start();
  });

class Reconnecting {
  readonly #subscriber: Subscriber<ConnectionEvent>;
  readonly #options: ReconnectingOptions;
  readonly #networkChange$ = new Subject<boolean>();
  readonly #check$ = new Subject<void>();
  #isOnline = true;
  /** Failures in a row, including the loss of a connection. */
  #failures = 0;
  /** Attempts since the last `subscribed`. */
  #attempts = 0;
  #connection: Listener<ConnectionEvent> | undefined;
  /** Whether the present connection has emitted `subscribed`. */
  #isSubscribed = false;
  /** Whether there is neither a connection nor a loss being emitted. */
  #isWaiting = true;
  #wait: Subscription | undefined;
  #loss: ConnectionLoss | undefined;
  /** The service asked for no attempt before this time. */
  #notBefore = -Infinity;

  constructor(subscriber: Subscriber<ConnectionEvent>, options: ReconnectingOptions) {
    this.#subscriber = subscriber;
    this.#options = options;
  }

  start(): void {
    const { network$, resume$, suspectDead$ } = this.#options;
    listen(suspectDead$, this.#subscriber, () => this.#check$.next());
    listen(skipInitial(resume$), this.#subscriber, () => this.#resumed());
    listen(signalState(network$), this.#subscriber, (online) => this.#networkChanged(online));
  }

  #connect(): void {
    this.#wait?.unsubscribe();
    this.#isWaiting = this.#isSubscribed = false;
    const connection = new Listener<ConnectionEvent>(
      this.#subscriber,
      (event) => this.#happened(event),
      (error) => this.#lost(error),
    );
    this.#connection = connection;
    this.#subscriber.next({ type: 'connecting', attempt: ++this.#attempts });
    if (connection.closed) return; // by a subscriber, or by the network
    const online$ = new Observable<boolean>((subscriber) => {
      subscriber.next(this.#isOnline);
      this.#networkChange$.subscribe(subscriber);
    });
    connection.listen(this.#options.open({ online$, check$: this.#check$ }));
  }

  #happened(event: ConnectionEvent): void {
    if (event.type === 'subscribed') {
      this.#isSubscribed = true;
      this.#failures = this.#attempts = 0;
    }
    this.#subscriber.next(event);
  }

  #lost(error: unknown): void {
    const { isPolling, random, reconnect } = this.#options;
    if (!isRetryable(error) || this.#attempts >= reconnect.maxAttempts) {
      this.#subscriber.error(error);
      return;
    }
    const maxDelayMs = isPolling?.()
      ? Math.max(reconnect.maxDelayMs, POLLING_MAX_DELAY_MS)
      : reconnect.maxDelayMs;
    const backoff = { ...reconnect, maxDelayMs, minDelayMs: error.retryAfterMs, random };
    // Counted from 0, so that the first retry comes within 100 ms: most losses are short.
    this.#retryIn(retryDelayMs(this.#failures++, backoff), error);
  }

  /** The network is away, so this attempt will get no answer. It does not count. */
  #abort(): void {
    this.#connection?.unsubscribe();
    this.#attempts--;
    this.#retryIn(0, new ChatError('Network', 'cannot connect: the network is away'));
  }

  #retryIn(retryInMs: number, error: ChatError): void {
    this.#loss = { error, attempt: this.#attempts + 1, retryInMs };
    // `Retry-After` holds even if the app or the network is back sooner.
    const isRequested = error.retryAfterMs !== undefined;
    this.#notBefore = isRequested ? this.#options.scheduler.now() + retryInMs : -Infinity;
    this.#subscriber.next({ type: 'lost', ...this.#loss });
    this.#isWaiting = true;
    if (this.#isOnline) this.#connectIn(retryInMs);
    else this.#subscriber.next({ type: 'offline' });
  }

  /** What is left of the wait that the service requested; the clock may have been set back. */
  #requestedDelayMs({ retryInMs }: ConnectionLoss): number {
    return Math.min(retryInMs, Math.max(0, this.#notBefore - this.#options.scheduler.now()));
  }

  #connectIn(ms: number): void {
    this.#wait?.unsubscribe();
    this.#wait = scheduleOnce(ms, this.#options.scheduler, () => this.#connect());
    this.#subscriber.add(this.#wait);
  }

  #resumed(): void {
    this.#check$.next();
    if (!this.#isWaiting || !this.#isOnline || !this.#loss) return;
    if (this.#requestedDelayMs(this.#loss) === 0) this.#connect();
  }

  #networkChanged(online: boolean): void {
    this.#isOnline = online;
    this.#networkChange$.next(online);
    if (!this.#isWaiting) {
      if (online || this.#isSubscribed || this.#connection?.closed) this.#check$.next();
      else this.#abort();
    } else if (!online) {
      this.#wait?.unsubscribe();
      this.#subscriber.next({ type: 'offline' });
    } else if (this.#loss) {
      const retryInMs = this.#requestedDelayMs(this.#loss);
      // Deferred even by 0 ms, so that an online/offline flip in one tick starts no attempt.
      this.#connectIn(retryInMs);
      if (retryInMs > 0) this.#subscriber.next({ type: 'waiting', ...this.#loss, retryInMs });
    } else {
      this.#connect();
    }
  }
}
