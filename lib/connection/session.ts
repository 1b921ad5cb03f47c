import { Observable, type SchedulerLike, Subject, type Subscriber, Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen } from '../rx/index.js';
import { decodeFrame, type Frame } from '../wire/index.js';
import { subscribeToChat } from './handshake.js';
import { type Heartbeat, heartbeats } from './heartbeat.js';
import { openDeadline } from './openDeadline.js';
import { openSocket, type Send, SocketClosed, type WebSocketConstructor } from './socket.js';

/** What happens to one socket. */
export type SessionEvent =
  | { readonly type: 'opened' }
  /** The service has agreed to send the chat's items. */
  | { readonly type: 'subscribed' }
  /** The socket is lost after `ms` milliseconds; without a code if the other side did not close it. */
  | { readonly type: 'closed'; readonly code: number | undefined; readonly ms: number };

/** Frames that the session answers itself. */
type ControlFrame = Extract<Frame, { kind: 'subscription' | 'heartbeat' | 'ping' }>;

/**
 * Called with each frame. Frames are many and events are few: sending frames through all subscribers of a
 * connection would cost more than everything else that is done for them.
 */
export type FrameHandler = (frame: Exclude<Frame, ControlFrame>) => void;

/** Called with each heartbeat, for the same reason: an idle chat does nothing else. */
export type HeartbeatHandler = (heartbeat: Heartbeat) => void;

/** What a session needs. */
export interface SessionOptions {
  readonly webSocket: WebSocketConstructor;
  readonly onFrame: FrameHandler;
  readonly onHeartbeat: HeartbeatHandler;
  /** Requests an extra heartbeat. */
  readonly check$: Observable<unknown>;
  /** Emits when a call of the service got no answer: the network may be dead. */
  readonly suspectDead$: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/**
 * One socket: opened, subscribed to the chat, checked by heartbeats.
 *
 * - **On subscribe**: opens the socket.
 * - **Emits** `opened`, then `subscribed` once the service has agreed; `closed` before the error if the
 *   socket was open. Frames go to `onFrame`, heartbeats to `onHeartbeat`.
 * - **Errors** with `Network` if the socket does not open in time ({@link openDeadline}), closes, is
 *   refused, or stops its heartbeat.
 * - **Completes** never.
 * - **Unsubscribing** closes the socket.
 */
export const openSession = (url: string, options: SessionOptions): Observable<SessionEvent> =>
  new Observable((subscriber) => {
    new Session(subscriber, options).open(url);
  });

class Session {
  readonly #subscriber: Subscriber<SessionEvent>;
  readonly #options: SessionOptions;
  readonly #control$ = new Subject<ControlFrame>();
  /** Everything that is unsubscribed before the loss is emitted. */
  readonly #parts = new Subscription();
  #openedAt: number | undefined;

  constructor(subscriber: Subscriber<SessionEvent>, options: SessionOptions) {
    this.#subscriber = subscriber;
    this.#options = options;
  }

  open(url: string): void {
    const { webSocket, scheduler } = this.#options;
    const parts = this.#parts;
    const opening = new Subscription();
    const lost = this.#lost.bind(this);
    parts.add(opening);
    this.#subscriber.add(parts);
    const giveUp = (because: string) => {
      lost(new ChatError('Network', `cannot open a socket: ${because}`));
    };
    listen(openDeadline(this.#options), opening, giveUp, lost);
    const opened = (send: Send) => {
      opening.unsubscribe();
      this.#opened(send, lost);
    };
    const socket$ = openSocket(url, webSocket, (data) => this.#received(data), scheduler);
    listen(socket$, parts, opened, lost);
  }

  #opened(send: Send, lost: (error: unknown) => void): void {
    const { check$, onHeartbeat, scheduler } = this.#options;
    this.#openedAt = scheduler.now();
    this.#subscriber.next({ type: 'opened' });
    const subscribed = () => {
      this.#subscriber.next({ type: 'subscribed' });
    };
    listen(subscribeToChat(send, this.#control$, scheduler), this.#parts, subscribed, lost);
    listen(heartbeats(send, this.#control$, check$, scheduler), this.#parts, onHeartbeat, lost);
  }

  #received(data: unknown): void {
    const frame = decodeFrame(data);
    if (isControl(frame)) this.#control$.next(frame);
    else this.#options.onFrame(frame);
  }

  #lost(error: unknown): void {
    this.#parts.unsubscribe();
    if (this.#openedAt !== undefined) {
      const code = error instanceof SocketClosed ? error.closeCode : undefined;
      const ms = this.#options.scheduler.now() - this.#openedAt;
      this.#subscriber.next({ type: 'closed', code, ms });
    }
    this.#subscriber.error(error);
  }
}

/** Whether a session answers `frame` itself. */
export const isControl = (frame: Frame): frame is ControlFrame =>
  frame.kind === 'subscription' || frame.kind === 'heartbeat' || frame.kind === 'ping';
