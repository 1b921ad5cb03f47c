import { Observable, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen } from '../rx/index.js';
import { decodeFrame, type Frame } from '../wire/index.js';
import { subscribeToChat } from './handshake.js';
import { type Heartbeat, heartbeats } from './heartbeat.js';
import { openDeadline } from './openDeadline.js';
import { openSocket, type Send, SocketClosed, type WebSocketConstructor } from './socket.js';

/** What one socket brings. */
export type SessionEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'subscribed' }
  /** The socket is lost after `ms` milliseconds; without a code where nobody closed it. */
  | { readonly type: 'closed'; readonly code: number | undefined; readonly ms: number };

/** Frames that are answered here and go no further. */
type ControlFrame = Extract<Frame, { kind: 'subscription' | 'heartbeat' | 'ping' }>;

/**
 * Told of each frame as it comes. Frames are many and events are few, so frames take a way of their
 * own: to pass them by all subscribers of a connection costs more than everything else that is done for them.
 */
export type FrameHandler = (frame: Exclude<Frame, ControlFrame>) => void;

/** Told of each heartbeat, in the same way: an idle chat does nothing else. */
export type HeartbeatHandler = (heartbeat: Heartbeat) => void;

/** What a session needs. */
export interface SessionOptions {
  readonly webSocket: WebSocketConstructor;
  readonly receive: FrameHandler;
  readonly onHeartbeat: HeartbeatHandler;
  /** Asks for a heartbeat out of turn. */
  readonly check$: Observable<unknown>;
  /** Emits when a call of the service got no answer: the network may be dead. */
  readonly suspectDead$: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/**
 * One socket's life: opened, subscribed to the chat, kept under watch.
 *
 * - **Emits** what happens to it; `subscribed` once, when the service has agreed; `closed` before
 *   the error where it had been open. Frames go to `receive`, heartbeats to `onHeartbeat`.
 * - **Errors** with `Network` when the socket does not open in time ({@link openDeadline}), closes, is not let in,
 *   or stops its heartbeat.
 * - **Unsubscribing** closes the socket.
 */
export const openSession = (url: string, options: SessionOptions): Observable<SessionEvent> =>
  new Observable((subscriber) => {
    const { webSocket, receive, onHeartbeat, check$, scheduler } = options;
    const control$ = new Subject<ControlFrame>();
    let openedAt: number | undefined;

    /** All that is left before the loss is told. */
    const parts = new Subscription();
    const opening = new Subscription();
    const lost = (error: unknown) => {
      parts.unsubscribe();
      if (openedAt !== undefined) {
        const code = error instanceof SocketClosed ? error.closeCode : undefined;
        subscriber.next({ type: 'closed', code, ms: scheduler.now() - openedAt });
      }
      subscriber.error(error);
    };
    const giveUp = (because: string) => {
      lost(new ChatError('Network', `cannot open a socket: ${because}`));
    };
    const opened = (send: Send) => {
      opening.unsubscribe();
      openedAt = scheduler.now();
      subscriber.next({ type: 'opened' });
      const subscribed = () => {
        subscriber.next({ type: 'subscribed' });
      };
      listen(subscribeToChat(send, control$, scheduler), parts, subscribed, lost);
      listen(heartbeats(send, control$, check$, scheduler), parts, onHeartbeat, lost);
    };

    parts.add(opening);
    subscriber.add(parts);
    listen(openDeadline(options), opening, giveUp, lost);
    const received = (data: unknown) => {
      const frame = decodeFrame(data);
      if (isControl(frame)) control$.next(frame);
      else receive(frame);
    };
    listen(openSocket(url, webSocket, received, scheduler), parts, opened, lost);
  });

/** Whether `frame` is answered where the socket is, and goes no further. */
export const isControl = (frame: Frame): frame is ControlFrame =>
  frame.kind === 'subscription' || frame.kind === 'heartbeat' || frame.kind === 'ping';
