import type { SchedulerLike } from 'rxjs';
import type { SocketSession } from '../emulator/model.js';
import type { WebSocketConstructor, WebSocketLike } from '../lite.js';
import type { VirtualNetwork } from './virtualApi.js';

/** A WebSocket whose frames keep their order and take their time. */
export function virtualSocket(
  { model, later, latencyMs }: VirtualNetwork,
  scheduler: SchedulerLike,
): WebSocketConstructor {
  return class VirtualSocket implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;
    #session: SocketSession | undefined;
    #lastToClient = 0;
    #lastToService = 0;

    constructor(url: string) {
      this.#toService(() => {
        const admission = model.admit(url.slice(url.lastIndexOf('/') + 1));
        if (admission.kind !== 'admitted') {
          this.#toClient(() => this.onclose?.({ code: 1006 }));
          return;
        }
        this.#session = model.open(admission.owner, {
          send: (text) => {
            this.#toClient(() => this.onmessage?.({ data: text }));
          },
          close: (code) => {
            this.#toClient(() => this.onclose?.({ code }));
          },
          terminate: () => {
            this.#toClient(() => this.onclose?.({ code: 1006 }));
          },
        });
        this.#toClient(() => this.onopen?.(undefined));
      });
    }

    send(text: string): void {
      this.#toService(() => this.#session?.receive(text));
    }

    close(): void {
      this.#toService(() => this.#session?.closed());
    }

    #toClient(task: () => void): void {
      this.#lastToClient = Math.max(this.#lastToClient, scheduler.now() + latencyMs());
      later(this.#lastToClient - scheduler.now(), task);
    }

    #toService(task: () => void): void {
      this.#lastToService = Math.max(this.#lastToService, scheduler.now() + latencyMs());
      later(this.#lastToService - scheduler.now(), task);
    }
  };
}
