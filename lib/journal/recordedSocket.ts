import type { WebSocketConstructor, WebSocketLike } from '../lite.js';
import type { Json } from './journal.js';
import type { Recording } from './recording.js';

/** Sockets of `Real`, of which all that they bring is written down. */
export function recordedSocket(
  Real: WebSocketConstructor,
  { log, redactor }: Recording,
): WebSocketConstructor {
  return class RecordedSocket implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;
    readonly #socket: WebSocketLike;
    #tell: (value: Json, task: () => void) => void = (_value, task) => task();

    constructor(url: string) {
      this.#socket = log.open('socket', (tell) => {
        this.#tell = (value, task) => tell({ type: 'next', value }, task);
        return this.#orFails(() => new Real(url));
      });
      this.#socket.onopen = (event) => this.#tell({ event: 'open' }, () => this.onopen?.(event));
      this.#socket.onmessage = (event) =>
        this.#tell({ event: 'message', data: redactor.frame(event.data) }, () =>
          this.onmessage?.(event),
        );
      this.#socket.onclose = (event) =>
        this.#tell({ event: 'close', code: event.code }, () => this.onclose?.(event));
      this.#socket.onerror = (event) => this.#tell({ event: 'error' }, () => this.onerror?.(event));
    }

    send(data: string): void {
      this.#orFails(() => this.#socket.send(data));
    }

    close(code?: number, reason?: string): void {
      this.#socket.close(code, reason);
    }

    terminate(): void {
      this.#socket.terminate?.();
    }

    /** A socket that throws is played as one that closes. */
    #orFails<T>(task: () => T): T {
      try {
        return task();
      } catch (error) {
        this.#tell({ event: 'close', code: 1006 }, () => undefined);
        throw error;
      }
    }
  };
}
