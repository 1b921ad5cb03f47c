import { Observable, type SchedulerLike, type Subscriber } from 'rxjs';
import { isRetryable, retryDelayMs } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials, SocketTicket } from './credentials.js';
import { handover } from './handover.js';
import type { ReconnectOptions } from './reconnecting.js';
import { openSession, type SessionOptions } from './session.js';

/** What {@link renewingSession} needs. */
export interface RenewingSessionOptions extends SessionOptions {
  readonly credentials: Credentials;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * How long a connection that cannot be renewed still receives frames, in milliseconds: if the chat has
 * ended, the socket is about to say so.
 */
export const FINAL_FRAMES_MS = 5_000;
/** Three heartbeats, in milliseconds: a device that received none for so long has slept. */
const SLEPT_MS = 30_000;

/**
 * Sessions that replace one another without a break, each with a URL of its own. A successor is opened
 * before the socket or the token expires, and when the device wakes from a sleep.
 *
 * - **On subscribe**: requests a URL and opens the first session.
 * - **Emits** the events of the sessions; `authorized` before each.
 * - **Errors** if the present session is lost or cannot be opened, and 5 s after a successor failed with
 *   an error that is not retryable, such as `AccessDenied`. After a retryable error, the successor is
 *   retried while its predecessor stays connected.
 * - **Completes** never.
 * - **Unsubscribing** closes the sockets.
 */
export const renewingSession = (options: RenewingSessionOptions): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    const sessions = new RenewingSession(options);
    const open = () => sessions.next();
    handover({ open, isReady, renewal$: sessions.renewal$ }).subscribe(subscriber);
  });

const isReady = (event: ConnectionEvent) => event.type === 'subscribed';

/** Opens one session after another, and knows when the next is due. */
class RenewingSession {
  readonly options: RenewingSessionOptions;
  readonly sessionOptions: SessionOptions;
  /** Emits when the time is up: by the timer or, if the device has slept, by the clock. */
  readonly renewal$: Observable<void>;
  #renewInMs = 0;
  #renewAt = 0;
  #receivedAt = Infinity;
  #isSuccessor = false;

  constructor(options: RenewingSessionOptions) {
    const { check$, onFrame, onHeartbeat, scheduler, suspectDead$, webSocket } = options;
    this.options = options;
    this.sessionOptions = {
      check$,
      onFrame,
      onHeartbeat: (heartbeat) => {
        this.#received();
        onHeartbeat(heartbeat);
      },
      scheduler,
      suspectDead$,
      webSocket,
    };
    this.renewal$ = new Observable((subscriber) => this.#waitForRenewal(subscriber));
  }

  next(): Observable<ConnectionEvent> {
    const isSuccessor = this.#isSuccessor;
    this.#isSuccessor = true;
    return new Observable((subscriber) => {
      new SessionAttempt(subscriber, this, isSuccessor).open();
    });
  }

  /** The socket has brought something. */
  #received(): void {
    this.#receivedAt = this.options.scheduler.now();
  }

  authorized({ renewInMs }: SocketTicket): void {
    this.#renewInMs = renewInMs;
    this.#renewAt = this.options.scheduler.now() + renewInMs;
  }

  /** Begins when a session is subscribed, so it has just received something. */
  #waitForRenewal(subscriber: Subscriber<void>): void {
    const { check$, scheduler } = this.options;
    this.#received();
    subscriber.add(scheduleOnce(this.#renewInMs, scheduler, () => subscriber.next()));
    listen(check$, subscriber, () => {
      const renewAt = Math.min(this.#renewAt, this.#receivedAt + SLEPT_MS);
      if (scheduler.now() >= renewAt) subscriber.next();
    });
  }
}

/**
 * One session. A successor is retried until it is ready, while its predecessor stays connected; once it
 * has taken over, its loss is a loss.
 */
class SessionAttempt {
  readonly #subscriber: Subscriber<ConnectionEvent>;
  readonly #sessions: RenewingSession;
  readonly #isSuccessor: boolean;
  #failures = 0;
  #isReady = false;

  constructor(
    subscriber: Subscriber<ConnectionEvent>,
    sessions: RenewingSession,
    isSuccessor: boolean,
  ) {
    this.#subscriber = subscriber;
    this.#sessions = sessions;
    this.#isSuccessor = isSuccessor;
  }

  open(): void {
    const failed = this.#failed.bind(this);
    const authorized = (ticket: SocketTicket) => {
      this.#sessions.authorized(ticket);
      this.#emit({ type: 'authorized' });
      const session$ = openSession(ticket.url, this.#sessions.sessionOptions);
      listen(session$, this.#subscriber, (event) => this.#emit(event), failed);
    };
    listen(this.#sessions.options.credentials.connect(), this.#subscriber, authorized, failed);
  }

  #emit(event: ConnectionEvent): void {
    this.#isReady ||= isReady(event);
    this.#subscriber.next(event);
  }

  #failed(error: unknown): void {
    if (!this.#isSuccessor || this.#isReady) {
      this.#subscriber.error(error);
    } else if (isRetryable(error)) {
      const { random, reconnect } = this.#sessions.options;
      const backoff = { ...reconnect, minDelayMs: error.retryAfterMs, random };
      this.#later(retryDelayMs(++this.#failures, backoff), () => this.open());
    } else {
      this.#later(FINAL_FRAMES_MS, () => this.#subscriber.error(error));
    }
  }

  #later(ms: number, work: () => void): void {
    this.#subscriber.add(scheduleOnce(ms, this.#sessions.options.scheduler, work));
  }
}
