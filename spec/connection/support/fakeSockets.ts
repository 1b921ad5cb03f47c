import type { WebSocketLike } from '../../../lib/connection/socket.js';
import { HEARTBEAT_FRAME, PING_FRAME, SUBSCRIBE_FRAME } from '../../../lib/wire/index.js';

const ANSWERS: Readonly<Record<string, object>> = {
  [SUBSCRIBE_FRAME]: { topic: 'aws/subscribe', content: { status: 'success' } },
  [HEARTBEAT_FRAME]: { topic: 'aws/heartbeat' },
  [PING_FRAME]: { topic: 'aws/ping', statusCode: 200, statusContent: 'OK' },
};

/** A socket that a spec drives, and that answers requests at once if it is to. */
export class FakeSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  readonly sent: string[] = [];
  /** How often it was closed from this side. */
  closed = 0;

  constructor(
    readonly url: string,
    /** Whether it answers what is asked. */
    public answers: boolean,
  ) {}

  send(data: string): void {
    this.sent.push(data);
    if (this.answers && ANSWERS[data]) this.says(ANSWERS[data]);
  }

  close(): void {
    this.closed++;
  }

  opens(): void {
    this.onopen?.({} as never);
  }

  says(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }

  /** Closed from the other side, as a browser tells. */
  breaks(code = 1006): void {
    this.onerror?.({} as never);
    this.onclose?.({ code });
  }
}

export interface FakeSockets {
  /** All that were made. */
  readonly sockets: readonly FakeSocket[];
  readonly WebSocket: new (url: string) => FakeSocket;
  /** Those that this side has not closed. */
  readonly open: () => readonly FakeSocket[];
}

export function fakeSockets({ answers = false } = {}): FakeSockets {
  const sockets: FakeSocket[] = [];
  return {
    sockets,
    open: () => sockets.filter(({ closed }) => closed === 0),
    WebSocket: class extends FakeSocket {
      constructor(url: string) {
        super(url, answers);
        sockets.push(this);
      }
    },
  };
}
