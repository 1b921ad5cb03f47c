import { Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import { type Frame, HEARTBEAT_FRAME, PING_FRAME } from '../wire/index.js';

/** Whether the socket (`shallow`) or the whole path to the service (`deep`) answered. */
export interface Heartbeat {
  readonly kind: 'shallow' | 'deep';
  readonly ok: boolean;
  /** Milliseconds from the request to the answer; if there was none, to the next request. */
  readonly ms: number;
}

/** Source: docs/protocol.md, "Websocket". */
const INTERVAL_MS = 10_000;
/** How long a socket may take to answer an extra heartbeat, after a sleep for example. */
const CHECK_MS = 2_000;

/**
 * Asks at once and then every 10 s whether the socket and the path behind it live.
 *
 * - **Emits** each answer, and each deep heartbeat that stayed unanswered.
 * - **Errors** with `Network` if a shallow heartbeat is unanswered when the next is due, or 2 s after
 *   `check$` asked for an extra one: the socket is dead, though it sent no `close`.
 * - **Completes** never.
 * - **Unsubscribing** stops the timers.
 */
export const heartbeats = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  check$: Observable<unknown>,
  scheduler: SchedulerLike,
): Observable<Heartbeat> =>
  new Observable((subscriber) => {
    const monitor = new HeartbeatMonitor(subscriber, send, scheduler);
    subscriber.add(monitor);
    listen(frames$, subscriber, (frame) => monitor.answer(frame));
    listen(check$, subscriber, () => monitor.check());
    monitor.start();
  });

class HeartbeatMonitor {
  readonly #subscriber: Subscriber<Heartbeat>;
  readonly #send: (frame: string) => void;
  readonly #scheduler: SchedulerLike;
  #sentAt = 0;
  #isShallowDue = false;
  #isDeepDue = false;
  #interval: Subscription | undefined;
  #checkTimer: Subscription | undefined;

  constructor(
    subscriber: Subscriber<Heartbeat>,
    send: (frame: string) => void,
    scheduler: SchedulerLike,
  ) {
    this.#subscriber = subscriber;
    this.#send = send;
    this.#scheduler = scheduler;
  }

  /** Sends a heartbeat in a moment, then one each interval. */
  start(): void {
    let isFirst = true;
    const beat = () => {
      if (this.#isShallowDue && !isFirst) {
        this.#stopped();
        return false;
      }
      this.#beat(isFirst);
      isFirst = false;
      return true;
    };
    this.#interval?.unsubscribe();
    this.#interval = this.#scheduler.schedule(function () {
      if (beat()) this.schedule(undefined, INTERVAL_MS);
    });
  }

  answer(frame: Frame): void {
    const ms = this.#scheduler.now() - this.#sentAt;
    if (frame.kind === 'heartbeat') {
      this.#isShallowDue = false;
      this.#subscriber.next({ kind: 'shallow', ok: true, ms });
    } else if (frame.kind === 'ping') {
      this.#isDeepDue = false;
      this.#subscriber.next({ kind: 'deep', ok: frame.ok, ms });
    }
  }

  check(): void {
    if (this.#checkTimer) return;
    this.#checkTimer = scheduleOnce(CHECK_MS, this.#scheduler, () => {
      this.#checkTimer = undefined;
      if (this.#isShallowDue) this.#stopped();
    });
    this.start();
  }

  unsubscribe(): void {
    this.#interval?.unsubscribe();
    this.#checkTimer?.unsubscribe();
  }

  #beat(isFirst: boolean): void {
    const isDeepMissed = this.#isDeepDue && !isFirst;
    const askedAt = this.#sentAt;
    this.#isShallowDue = this.#isDeepDue = true;
    this.#sentAt = this.#scheduler.now();
    this.#send(HEARTBEAT_FRAME);
    this.#send(PING_FRAME);
    if (isDeepMissed) {
      this.#subscriber.next({ kind: 'deep', ok: false, ms: this.#sentAt - askedAt });
    }
  }

  #stopped(): void {
    const because = 'cannot keep the socket: its heartbeat stopped';
    this.#subscriber.error(new ChatError('Network', because));
  }
}
