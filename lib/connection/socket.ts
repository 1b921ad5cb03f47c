import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { scheduleOnce } from '../rx/index.js';

/** What the library needs of a WebSocket: the browser's, Node's or that of `ws`. */
export interface WebSocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
  /** Ends the connection without waiting for the other side: `ws` and Bun have it, browsers do not. */
  terminate?(): void;
  onopen: Handler<unknown>;
  onmessage: Handler<{ readonly data: unknown }>;
  onerror: Handler<unknown>;
  onclose: Handler<{ readonly code: number }>;
}

/** A method's type, since methods may take an event that has more than `Event`. */
type Handler<Event> = { handle(event: Event): void }['handle'] | null;

/** Makes a {@link WebSocketLike} that opens itself. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** Sends one frame on a socket that is open. Does nothing once it is closing. */
export type Send = (frame: string) => void;

/** A socket that was closed from the other side, and with which code (RFC 6455). */
export class SocketClosed extends ChatError {
  constructor(
    what: string,
    readonly closeCode: number,
  ) {
    super('Network', `${what}: closed with code ${closeCode}`);
  }
}

/** `ws` waits up to 30 s for the other side's close frame after an error. In milliseconds. */
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * The one place that meets a WebSocket. Nothing that a WebSocket throws leaves it.
 *
 * - **On subscribe**: opens a socket.
 * - **Emits** once, when it is open: how to send.
 * - **Errors** with `Network` when the socket closes ({@link SocketClosed}), fails or cannot be made. It
 *   never completes. A socket that fails before it is open is lost at once: Node 22's own sends no
 *   `close` then. One that fails later has 1 s for its `close`, which has the code.
 * - **Unsubscribing** closes it; nothing is received any more.
 *
 * @param receive - called with the data of each frame, as it comes.
 */
export const openSocket = (
  url: string,
  WebSocket: WebSocketConstructor,
  receive: (data: unknown) => void,
  scheduler: SchedulerLike,
): Observable<Send> =>
  new Observable((subscriber) => {
    let open = false;
    let failing: Subscription | undefined;
    let socket: WebSocketLike;
    const lost = (because: string, cause?: unknown) => {
      subscriber.error(new ChatError('Network', because, { cause }));
    };
    try {
      socket = new WebSocket(url);
    } catch (error) {
      // Not as the cause: it quotes the URL, which lets in whoever has it.
      lost(
        `cannot open a socket: ${error instanceof Error ? error.name : 'the constructor throws'}`,
      );
      return;
    }
    socket.onopen = () => {
      if (open) return;
      open = true;
      subscriber.next((frame) => {
        if (!open) return;
        try {
          socket.send(frame);
        } catch (cause) {
          lost('cannot send on the socket', cause);
        }
      });
    };
    socket.onmessage = ({ data }) => {
      receive(data);
    };
    socket.onerror = () => {
      if (!open) lost('cannot open a socket: the connection failed');
      else if (!failing) {
        failing = scheduleOnce(CLOSE_TIMEOUT_MS, scheduler, () => {
          lost('cannot keep the socket: it failed');
        });
        subscriber.add(failing);
      }
    };
    socket.onclose = ({ code }) => {
      subscriber.error(
        new SocketClosed(open ? 'cannot keep the socket' : 'cannot open a socket', code),
      );
    };
    return () => {
      open = false;
      leave(socket);
    };
  });

/**
 * Closes `socket` without waiting for an answer. A silent one would keep a Node process alive for 30 s,
 * so it is terminated if it can be; its close frame has gone out by then.
 */
function leave(socket: WebSocketLike): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  // `ws` throws an error that has no handler, and has one if it is closed before it is open.
  socket.onerror = ignore;
  const isClosed = succeeds(() => {
    socket.close();
  });
  const isTerminated =
    socket.terminate !== undefined &&
    succeeds(() => {
      socket.terminate?.();
    });
  if (isClosed || isTerminated) return;
  // Phones throw while they change networks. A socket that survives it is closed when it speaks again.
  socket.onopen = socket.onmessage = () => {
    leave(socket);
  };
}

function succeeds(task: () => void): boolean {
  try {
    task();
    return true;
  } catch {
    return false;
  }
}

const ignore = () => undefined;
