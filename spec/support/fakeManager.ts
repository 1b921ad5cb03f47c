import type { WebSocketLike, WebSocketManager } from '../../lib/index.js';
import type { VirtualService } from './virtualService.js';

type EventName = Exclude<keyof WebSocketManager, 'onMessage' | 'subscribeTopics'>;

export interface FakeManagerOptions {
  /** Methods that it does without. */
  readonly lacks?: readonly EventName[];
  /** Whether its callbacks can be taken off. @defaultValue true */
  readonly lets?: boolean;
  /** Called as soon as its callbacks are there, from within `onMessage`. */
  readonly atOnce?: (manager: FakeManager) => void;
}

/** A websocket manager that does what it is told, and counts its callbacks as Streams keeps them. */
export class FakeManager implements WebSocketManager {
  readonly #callbacks = new Map<string, Set<(message?: unknown) => void>>();
  readonly #options: FakeManagerOptions;
  /** Each call of subscribeTopics. */
  readonly subscribed: (readonly string[])[] = [];
  readonly onConnectionGain?: (callback: () => void) => unknown;
  readonly onConnectionLost?: (callback: () => void) => unknown;
  readonly onInitFailure?: (callback: () => void) => unknown;
  readonly onDeepHeartbeatSuccess?: (callback: () => void) => unknown;
  readonly onDeepHeartbeatFailure?: (callback: () => void) => unknown;

  constructor(options: FakeManagerOptions = {}) {
    this.#options = options;
    const has = (name: EventName) =>
      options.lacks?.includes(name)
        ? {}
        : { [name]: (callback: () => void) => this.#add(name, callback) };
    Object.assign(this, has('onConnectionGain'), has('onConnectionLost'), has('onInitFailure'));
    Object.assign(this, has('onDeepHeartbeatSuccess'), has('onDeepHeartbeatFailure'));
  }

  onMessage(topic: string, callback: (message: unknown) => void): unknown {
    const off = this.#add(topic, callback);
    this.#options.atOnce?.(this);
    return off;
  }

  subscribeTopics(topics: string[]): void {
    this.subscribed.push(topics);
  }

  /** Callbacks that it holds. */
  get callbacks(): number {
    return [...this.#callbacks.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Hands over `message` of the chat's topic, and lets through what is thrown. */
  says(message: unknown): void {
    this.#call('aws/chat', message);
  }

  /** Hands over an item in its frame. */
  brings(item: object): void {
    this.says({ topic: 'aws/chat', content: JSON.stringify(item) });
  }

  gains(): void {
    this.#call('onConnectionGain');
  }

  loses(): void {
    this.#call('onConnectionLost');
  }

  givesUp(): void {
    this.#call('onInitFailure');
  }

  beats(isOk: boolean): void {
    this.#call(isOk ? 'onDeepHeartbeatSuccess' : 'onDeepHeartbeatFailure');
  }

  #add(name: string, callback: (message?: unknown) => void): unknown {
    const callbacks = this.#callbacks.get(name) ?? new Set();
    this.#callbacks.set(name, callbacks.add(callback));
    return this.#options.lets === false ? undefined : () => callbacks.delete(callback);
  }

  #call(name: string, message?: unknown): void {
    for (const callback of this.#callbacks.get(name) ?? []) callback(message);
  }
}

/** A manager with a socket of its own on a virtual service, which brings all of an agent's contacts. */
export class VirtualManager extends FakeManager {
  readonly #open: () => WebSocketLike;
  #socket: WebSocketLike;

  constructor(
    { emulator, webSocket: WebSocket }: VirtualService,
    agentId: string,
    options?: FakeManagerOptions,
  ) {
    super(options);
    this.#open = () => {
      const socket = new WebSocket(emulator.agent(agentId).websocket().Url);
      socket.onopen = () => {
        const content = { topics: ['aws/chat'] };
        socket.send(JSON.stringify({ topic: 'aws/subscribe', content }));
      };
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data as string) as { readonly topic?: string };
        if (frame.topic === 'aws/chat') this.says(frame);
        if (frame.topic === 'aws/subscribe') this.gains();
      };
      return socket;
    };
    this.#socket = this.#open();
  }

  /** Loses its socket, and says so. */
  override loses(): void {
    this.#socket.onmessage = null;
    this.#socket.close();
    super.loses();
  }

  /** Opens another socket; says so when that is there. */
  reopens(): void {
    this.#socket = this.#open();
  }
}
