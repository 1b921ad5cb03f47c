import { Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
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

/** Creates a {@link WebSocketLike} that opens itself. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** Sends one frame on an open socket. Does nothing once the socket is closing. */
export type Send = (frame: string) => void;

/** The other side closed the socket, with this code (RFC 6455). */
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
 * - **Emits** once, when the socket is open: the function that sends.
 * - **Errors** with `Network` when the socket closes ({@link SocketClosed}), fails or cannot be created. A
 *   socket that fails before it is open errors at once: Node 22's own sends no `close` then. One that
 *   fails later has 1 s to send its `close`, which has the code.
 * - **Completes** never.
 * - **Unsubscribing** closes the socket; its frames are ignored from then on.
 *
 * @param onData - called with the data of each frame.
 */
export const openSocket = (
  url: string,
  WebSocket: WebSocketConstructor,
  onData: (data: unknown) => void,
  scheduler: SchedulerLike,
): Observable<Send> =>
  new Observable((subscriber) => {
    let socket: WebSocketLike;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      // Without a cause: it quotes the URL, which lets anybody in.
      const because = error instanceof Error ? error.name : 'the constructor throws';
      subscriber.error(new ChatError('Network', `cannot open a socket: ${because}`));
      return;
    }
    subscriber.add(new SocketConnection(socket, subscriber, onData, scheduler));
  });

/** Listens to one socket until it is unsubscribed. */
class SocketConnection {
  readonly #socket: WebSocketLike;
  readonly #subscriber: Subscriber<Send>;
  readonly #scheduler: SchedulerLike;
  #isOpen = false;
  #closeTimer: Subscription | undefined;

  constructor(
    socket: WebSocketLike,
    subscriber: Subscriber<Send>,
    onData: (data: unknown) => void,
    scheduler: SchedulerLike,
  ) {
    this.#socket = socket;
    this.#subscriber = subscriber;
    this.#scheduler = scheduler;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => onData(data);
    socket.onerror = () => this.#failed();
    socket.onclose = ({ code }) => this.#closed(code);
  }

  unsubscribe(): void {
    this.#isOpen = false;
    close(this.#socket);
  }

  #opened(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#subscriber.next((frame) => this.#send(frame));
  }

  #send(frame: string): void {
    if (!this.#isOpen) return;
    try {
      this.#socket.send(frame);
    } catch (cause) {
      this.#lost('cannot send on the socket', cause);
    }
  }

  #failed(): void {
    if (!this.#isOpen) {
      this.#lost('cannot open a socket: the connection failed');
    } else if (!this.#closeTimer) {
      this.#closeTimer = scheduleOnce(CLOSE_TIMEOUT_MS, this.#scheduler, () => {
        this.#lost('cannot keep the socket: it failed');
      });
      this.#subscriber.add(this.#closeTimer);
    }
  }

  #closed(code: number): void {
    const what = this.#isOpen ? 'cannot keep the socket' : 'cannot open a socket';
    this.#subscriber.error(new SocketClosed(what, code));
  }

  #lost(because: string, cause?: unknown): void {
    this.#subscriber.error(new ChatError('Network', because, { cause }));
  }
}

/**
 * Closes `socket` without waiting for an answer. A silent one would keep a Node process alive for 30 s,
 * so it is terminated if possible; its close frame has been sent by then.
 */
function close(socket: WebSocketLike): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  // `ws` throws an error that has no handler, and emits one if it is closed before it is open.
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
  // Phones throw while they change networks. A socket that survives it is closed at its next event.
  socket.onopen = socket.onmessage = () => {
    close(socket);
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
