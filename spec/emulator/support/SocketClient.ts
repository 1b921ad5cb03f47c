import { WebSocket } from 'ws';
import type { WireItem } from '../../../lib/wire/index.js';
import { eventually } from './eventually.js';

interface Frame {
  readonly topic?: string;
  readonly content?: unknown;
  readonly statusCode?: number;
  readonly message?: string;
}

/** A websocket that keeps every frame that comes. */
export class SocketClient {
  readonly frames: string[] = [];
  closeCode: number | undefined;
  refusal: number | undefined;
  readonly websocket: WebSocket;

  constructor(url: string) {
    this.websocket = new WebSocket(url);
    this.websocket.on('message', (data: Buffer) => this.frames.push(data.toString('utf8')));
    this.websocket.on('close', (code) => (this.closeCode = code));
    this.websocket.on('error', ({ message }) => {
      this.refusal = Number(/Unexpected server response: (\d+)/.exec(message)?.[1] ?? 0);
    });
  }

  /** Open and subscribed. */
  static async subscribed(url: string): Promise<SocketClient> {
    const client = await SocketClient.open(url);
    client.subscribe();
    await eventually(() => expect(client.topics()).toContain('aws/subscribe'));
    return client;
  }

  static async open(url: string): Promise<SocketClient> {
    const client = new SocketClient(url);
    await eventually(() => expect(client.websocket.readyState).toBe(WebSocket.OPEN));
    return client;
  }

  /** The status of the refused handshake; 0 where the connection just broke. */
  static async refused(url: string): Promise<number> {
    const client = new SocketClient(url);
    await eventually(() => expect(client.closeCode).toBe(1006));
    return client.refusal ?? 0;
  }

  send(frame: unknown): void {
    this.websocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  subscribe(): void {
    this.send({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
  }

  close(): void {
    this.websocket.terminate();
  }

  parsed(): Frame[] {
    return this.frames.map((frame) => JSON.parse(frame) as Frame);
  }

  topics(): (string | undefined)[] {
    return this.parsed().map(({ topic }) => topic);
  }

  /** The items that came, in the order they came. */
  items(): WireItem[] {
    return this.parsed()
      .filter(({ topic }) => topic === 'aws/chat')
      .map(({ content }) => JSON.parse(content as string) as WireItem);
  }

  /** The contents of the messages that came; of events their names. */
  said(): string[] {
    return this.items().map(summary);
  }

  /** Waits until exactly these came. */
  async hears(...expected: string[]): Promise<void> {
    await eventually(() => expect(this.said()).toEqual(expected));
  }
}

/** A message's content, an event's name, or `file` and its name. */
export function summary({ Type, ContentType, Content, Attachments }: WireItem): string {
  if (Type === 'MESSAGE') return Content ?? '';
  if (Type === 'ATTACHMENT') return `file ${Attachments?.[0]?.AttachmentName ?? ''}`;
  return (ContentType ?? '').replace('application/vnd.amazonaws.connect.event.', '');
}
