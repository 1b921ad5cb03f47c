import { WebSocket } from 'ws';
import type { WebSocketManager } from '../../../lib/lite.js';

type WorkerEvent = 'gain' | 'lost' | 'message';
type Post = (event: WorkerEvent, message?: unknown) => void;

/**
 * The part of amazon-connect-streams that runs in a SharedWorker: it has the agent's socket, and posts
 * to each page what happens to it, and every frame of every topic.
 */
export class StreamsWorker {
  readonly #pages = new Set<Post>();
  #socket: WebSocket | undefined;

  constructor(private readonly url: () => string) {}

  /** Opens a socket and subscribes it; resolves when that is done. */
  async opens(): Promise<void> {
    const socket = new WebSocket(this.url());
    this.#socket = socket;
    socket.on('close', () => this.#post('lost'));
    socket.on('message', (data: Buffer) => {
      this.#post('message', JSON.parse(data.toString('utf8')));
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('message', () => resolve());
      socket.once('open', () => {
        socket.send(JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } }));
      });
    });
    this.#post('gain');
  }

  /** The network is gone. */
  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    this.#pages.clear();
    this.#socket?.terminate();
  }

  joins(page: Post): void {
    this.#pages.add(page);
  }

  #post(event: WorkerEvent, message?: unknown): void {
    for (const page of this.#pages) page(event, structuredClone(message));
  }
}

/**
 * The part that runs in the page, `connect.core.getWebSocketManager()`: it tells nobody how it is who
 * comes late, and catches nothing that its callbacks throw.
 */
export class StreamsProvider implements WebSocketManager {
  readonly #callbacks = new Map<string, Set<(message?: unknown) => void>>();

  constructor(worker: StreamsWorker) {
    worker.joins((event, message) => {
      const topic = (message as { readonly topic?: string } | undefined)?.topic;
      for (const callback of this.#callbacks.get(topic ?? event) ?? []) callback(message);
    });
  }

  get callbacks(): number {
    return [...this.#callbacks.values()].reduce((sum, { size }) => sum + size, 0);
  }

  subscribeTopics(topics: string[]): void {
    structuredClone(topics); // as it is posted to the worker
  }

  onMessage = (topic: string, callback: (message: unknown) => void) => this.#on(topic, callback);
  onConnectionGain = (callback: () => void) => this.#on('gain', callback);
  onConnectionLost = (callback: () => void) => this.#on('lost', callback);
  onInitFailure = (callback: () => void) => this.#on('init-failure', callback);
  onDeepHeartbeatSuccess = (callback: () => void) => this.#on('never', callback);
  onDeepHeartbeatFailure = (callback: () => void) => this.#on('never', callback);

  #on(name: string, callback: (message?: unknown) => void): () => boolean {
    const callbacks = this.#callbacks.get(name) ?? new Set();
    this.#callbacks.set(name, callbacks.add(callback));
    return () => callbacks.delete(callback);
  }
}
