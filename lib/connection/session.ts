import {
  filter,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  share,
  switchMap,
  timeout,
  throwError,
} from 'rxjs';
import { ChatError } from '../participant/index.js';
import { decodeFrame, type Frame } from '../wire/index.js';
import { subscribeToChat } from './handshake.js';
import { type Heartbeat, heartbeats } from './heartbeat.js';
import { openSocket, type WebSocketConstructor } from './socket.js';

/** What one socket brings. */
export type SessionEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'subscribed' }
  | { readonly type: 'frame'; readonly frame: Exclude<Frame, ControlFrame> }
  | ({ readonly type: 'heartbeat' } & { readonly heartbeat: Heartbeat });

/** Frames that are answered here and go no further. */
type ControlFrame = Extract<Frame, { kind: 'subscription' | 'heartbeat' | 'ping' }>;

/** What a session needs. */
export interface SessionOptions {
  readonly webSocket: WebSocketConstructor;
  /** Asks for a heartbeat out of turn. */
  readonly check$: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/** A socket that has not opened by then never will; a dead network says nothing. */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * One socket's life: opened, subscribed to the chat, kept under watch.
 *
 * - **Emits** what the socket brings; `subscribed` once, when the service has agreed.
 * - **Errors** with `Network` when the socket does not open within 10 s, closes, is not let in, or
 *   stops its heartbeat.
 * - **Unsubscribing** closes the socket.
 */
export const openSession = (
  url: string,
  { webSocket, check$, scheduler }: SessionOptions,
): Observable<SessionEvent> =>
  openSocket(url, webSocket).pipe(
    timeout({
      first: OPEN_TIMEOUT_MS,
      scheduler,
      with: () => throwError(() => new ChatError('Network', 'cannot open a socket: no answer')),
    }),
    switchMap(({ data$, send }) => {
      const frames$ = data$.pipe(
        map(decodeFrame),
        share({ resetOnComplete: true, resetOnError: true, resetOnRefCountZero: true }),
      );
      return merge(
        frames$.pipe(
          filter((frame) => !isControl(frame)),
          map((frame): SessionEvent => ({ type: 'frame', frame })),
        ),
        [{ type: 'opened' } satisfies SessionEvent],
        subscribeToChat(send, frames$, scheduler).pipe(
          map((): SessionEvent => ({ type: 'subscribed' })),
        ),
        heartbeats(send, frames$, check$, scheduler).pipe(
          map((heartbeat): SessionEvent => ({ type: 'heartbeat', heartbeat })),
        ),
      );
    }),
  );

const isControl = (frame: Frame): frame is ControlFrame =>
  frame.kind === 'subscription' || frame.kind === 'heartbeat' || frame.kind === 'ping';
