import { Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import { listen, scheduleOnce } from '../rx/index.js';

/** What {@link openDeadline} needs. */
export interface OpenDeadlineOptions {
  /** Emits when a call of the service got no answer: the network may be dead. */
  readonly suspectDead$: Observable<unknown>;
  /** Emits when the device may have slept. */
  readonly check$: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/** A socket that is not open by then is given up if calls get no answer either. In milliseconds. */
const SLOW_MS = 10_000;
/**
 * How long a socket may take to open otherwise, in milliseconds. After refusals, Firefox holds a new socket back
 * for up to 60 s, without an event, and then gives it 20 s. The service accepts a URL for 100 s.
 *
 * Source: Firefox, WebSocketChannel.cpp, `kWSReconnectMaxDelay` and `network.websocket.timeout.open`;
 * docs/protocol.md, "Lifetimes".
 */
const OPEN_TIMEOUT_MS = 90_000;

/**
 * Says when to give up a socket that is being opened.
 *
 * - **Emits** the reason: after 10 s if a call got no answer since the subscription, as soon as one gets none later,
 *   after 90 s in any case. `check$` compares the clock too, since timers stand still while a device sleeps.
 * - **Completes / errors** never.
 * - **Unsubscribing** stops the timers.
 */
export const openDeadline = (options: OpenDeadlineOptions): Observable<string> =>
  new Observable((subscriber) => {
    const { suspectDead$, check$, scheduler } = options;
    const deadline = new OpenDeadline(subscriber, scheduler);
    subscriber.add(scheduleOnce(SLOW_MS, scheduler, () => deadline.onSlow()));
    subscriber.add(scheduleOnce(OPEN_TIMEOUT_MS, scheduler, () => deadline.onLate()));
    listen(suspectDead$, subscriber, () => deadline.onUnanswered());
    listen(check$, subscriber, () => deadline.check());
  });

class OpenDeadline {
  readonly #subscriber: Subscriber<string>;
  readonly #scheduler: SchedulerLike;
  readonly #startedAt: number;
  #isSlow = false;
  #isSuspected = false;

  constructor(subscriber: Subscriber<string>, scheduler: SchedulerLike) {
    this.#subscriber = subscriber;
    this.#scheduler = scheduler;
    this.#startedAt = scheduler.now();
  }

  onSlow(): void {
    this.#isSlow = true;
    this.#decide();
  }

  onUnanswered(): void {
    this.#isSuspected = true;
    this.#decide();
  }

  onLate(): void {
    this.#subscriber.next(`it did not open within ${OPEN_TIMEOUT_MS / 1_000} s`);
  }

  check(): void {
    if (this.#scheduler.now() - this.#startedAt >= OPEN_TIMEOUT_MS) this.onLate();
  }

  #decide(): void {
    if (this.#isSlow && this.#isSuspected) this.#subscriber.next('the network does not answer');
  }
}
