import { EventEmitter } from 'node:events';

type Handler = ((event: never) => void) | null;

const ANSWERS: Readonly<Record<string, object>> = {
  'aws/subscribe': { topic: 'aws/subscribe', content: { status: 'success', topics: ['aws/chat'] } },
  'aws/heartbeat': { topic: 'aws/heartbeat' },
  'aws/ping': { topic: 'aws/ping', statusCode: 200, statusContent: 'OK' },
};

/** A WebSocket without a network: it opens at once and answers what a client asks. */
export class PageSocket {
  /** The one of its class that was made last. */
  static last: PageSocket | undefined;

  readonly OPEN = 1;
  readyState = 0;
  onopen: Handler = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: Handler = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly #listeners = new EventEmitter();

  constructor(readonly url: string) {
    new.target.last = this;
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen?.({} as never);
      this.#listeners.emit('open', {});
    });
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.#listeners.on(type, listener);
    // As a property, so that a frame takes the same way to every client.
    if (type === 'message') this.onmessage = listener;
  }

  removeEventListener(): void {}

  send(data: string): void {
    const { topic } = JSON.parse(data) as { topic: string };
    queueMicrotask(() => {
      this.onmessage?.({ data: JSON.stringify(ANSWERS[topic]) });
    });
  }

  close(): void {
    this.readyState = 3;
  }
}

/** Sockets of one client alone: another that is left may still open one. */
export const pageSockets = (): typeof PageSocket => class extends PageSocket {};
