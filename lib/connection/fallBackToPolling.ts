import { Observable, type OperatorFunction, type Subscriber, Subscription } from 'rxjs';
import { type ChatError, isRetryable } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import { pollRepeatedly, type PollRepeatedlyOptions } from './polling.js';
import type { ReconnectOptions } from './reconnecting.js';

/** What {@link fallBackToPolling} needs. */
export interface FallBackToPollingOptions extends PollRepeatedlyOptions {
  /** Whether the service has issued a connection token: without one nothing can be fetched. */
  readonly isAuthorized: () => boolean;
  readonly reconnect: Required<ReconnectOptions>;
}

/** Attempts that may fail in a row before polling begins. */
const MAX_FAILED_ATTEMPTS = 2;
/** How long a chat with a token waits for a socket before it polls, in milliseconds. */
const SOCKET_TIMEOUT_MS = 5_000;

/**
 * Receives by polling while the websocket cannot: a company's proxy may block websockets and let HTTP
 * through. The connection is retried meanwhile.
 *
 * - **On subscribe**: subscribes to the connection.
 * - **Emits** the events of the connection; `polling` when a poll has succeeded after the connection had
 *   failed twice in a row or for 5 s, and `poll-failed` when polls fail from then on. Polling stops when
 *   the connection is `subscribed`.
 * - **Completes** never, nor does the connection.
 * - **Errors** with an error of the connection that is not retryable, and with its last failure after
 *   `maxAttempts` if polls fail as often as well.
 * - **Unsubscribing** stops the polls and the connection.
 */
export const fallBackToPolling =
  (options: FallBackToPollingOptions): OperatorFunction<ConnectionEvent, ConnectionEvent> =>
  (connection$) =>
    new Observable((subscriber) => {
      const fallback = new PollingFallback(subscriber, options);
      listen(
        connection$,
        subscriber,
        (event) => fallback.happened(event),
        (error) => fallback.failed(error),
      );
    });

class PollingFallback {
  readonly #subscriber: Subscriber<ConnectionEvent>;
  readonly #options: FallBackToPollingOptions;
  #failedAttempts = 0;
  #failedPolls = 0;
  /** Whether polls deliver the chat's items. */
  #isServing = false;
  #isSubscribed = false;
  #deadline: Subscription | undefined;
  #polls: Subscription | undefined;
  /** Why the connection is no longer retried. */
  #failure: unknown;

  constructor(subscriber: Subscriber<ConnectionEvent>, options: FallBackToPollingOptions) {
    this.#subscriber = subscriber;
    this.#options = options;
  }

  happened(event: ConnectionEvent): void {
    this.#track(event);
    this.#subscriber.next(event);
    if (this.#subscriber.closed || event.type !== 'lost' || !this.#options.isAuthorized()) return;
    if (this.#failedAttempts >= MAX_FAILED_ATTEMPTS || !isRetryable(event.error)) this.#poll();
    else this.#pollLater();
  }

  failed(error: unknown): void {
    this.#failure = error;
    if (isRetryable(error) && this.#options.isAuthorized()) this.#poll();
    else this.#subscriber.error(error);
  }

  #track({ type }: ConnectionEvent): void {
    switch (type) {
      case 'authorized':
        this.#pollLater();
        break;
      case 'subscribed':
        this.#stop();
        this.#isSubscribed = true;
        this.#failedAttempts = -1; // its loss is no failed attempt
        break;
      case 'lost':
        this.#isSubscribed = false;
        if (this.#options.isAuthorized()) this.#failedAttempts++;
        break;
      case 'offline':
        // A chat that was polled resumes polling; others try the socket first again.
        if (!this.#isServing) this.#stop();
        this.#isServing = false;
        this.#failedAttempts = 0;
        break;
      default:
    }
  }

  #pollLater(): void {
    // A successor is authorized while its predecessor is connected.
    if (this.#isSubscribed || this.#deadline || this.#polls) return;
    const { isAuthorized, scheduler } = this.#options;
    if (!isAuthorized()) return;
    this.#deadline = scheduleOnce(SOCKET_TIMEOUT_MS, scheduler, () => this.#poll());
    this.#subscriber.add(this.#deadline);
  }

  #poll(): void {
    this.#deadline?.unsubscribe();
    if (this.#polls) return;
    this.#polls = new Subscription();
    this.#subscriber.add(this.#polls);
    listen(
      pollRepeatedly(this.#options),
      this.#polls,
      (outcome) => this.#polled(outcome),
      (error) => this.#subscriber.error(error),
    );
  }

  #polled(error: ChatError | undefined): void {
    if (error === undefined) {
      this.#failedPolls = 0;
      if (this.#isServing) return;
      this.#isServing = true;
      this.#subscriber.next({ type: 'polling' });
    } else if (
      this.#failure !== undefined &&
      ++this.#failedPolls >= this.#options.reconnect.maxAttempts
    ) {
      this.#subscriber.error(this.#failure);
    } else if (this.#isServing && error.code !== 'Throttled') {
      this.#isServing = false;
      this.#subscriber.next({ type: 'poll-failed', error });
    }
  }

  #stop(): void {
    this.#deadline?.unsubscribe();
    this.#polls?.unsubscribe();
    this.#deadline = this.#polls = undefined;
    this.#isServing = false;
  }
}
