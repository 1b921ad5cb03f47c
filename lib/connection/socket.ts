import { Observable } from 'rxjs';
import { ChatError } from '../participant/index.js';

/** What the library needs of a WebSocket: the browser's, Node's or that of `ws`. */
export interface WebSocketLike {
  send(data: string): void;
  close(code?: number, reason?: string): void;
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

/**
 * The one place that meets a WebSocket.
 *
 * - **On subscribe**: opens a socket.
 * - **Emits** once, when it is open: how to send.
 * - **Errors** with `Network` when the socket closes ({@link SocketClosed}) or cannot be made: a socket
 *   never ends well, it is left.
 * - **Unsubscribing** closes it; nothing is received any more.
 *
 * @param receive - called with the data of each frame, as it comes.
 */
export const openSocket = (
  url: string,
  WebSocket: WebSocketConstructor,
  receive: (data: unknown) => void,
): Observable<Send> =>
  new Observable((subscriber) => {
    let open = false;
    let socket: WebSocketLike;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      // Not as the cause: it quotes the URL, which lets in whoever has it.
      const because = error instanceof Error ? error.name : 'the constructor throws';
      subscriber.error(new ChatError('Network', `cannot open a socket: ${because}`));
      return;
    }
    socket.onopen = () => {
      open = true;
      subscriber.next((frame) => {
        if (!open) return;
        try {
          socket.send(frame);
        } catch (cause) {
          subscriber.error(new ChatError('Network', 'cannot send on the socket', { cause }));
        }
      });
    };
    socket.onmessage = ({ data }) => {
      receive(data);
    };
    socket.onerror = ignore; // a close follows, with the code
    socket.onclose = ({ code }) => {
      const what = open ? 'cannot keep the socket' : 'cannot open a socket';
      open = false;
      subscriber.error(new SocketClosed(what, code));
    };
    return () => {
      open = false;
      // `ws` throws what it has no error handler for, and it errs when closed before it is open.
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.onerror = ignore;
      socket.close();
    };
  });

const ignore = () => undefined;
