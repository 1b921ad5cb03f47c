import type { WebSocketManager } from '../lite.js';

type EventName = Exclude<keyof WebSocketManager, 'onMessage' | 'subscribeTopics'>;

/** How a fake manager differs from the one of amazon-connect-streams. */
export interface FakeWebSocketManagerOptions {
  /** Methods that it does without. */
  readonly lacks?: readonly EventName[];
  /** Whether its callbacks can be taken off. @defaultValue true */
  readonly lets?: boolean;
  /** Called as soon as its callbacks are there, from within `onMessage`. */
  readonly atOnce?: (manager: FakeWebSocketManager) => void;
}

/** An agent's websocket manager that does what it is told, and counts its callbacks as Streams keeps them. */
export class FakeWebSocketManager implements WebSocketManager {
  readonly #callbacks = new Map<string, Set<(message?: unknown) => void>>();
  readonly #options: FakeWebSocketManagerOptions;
  /** Each call of subscribeTopics. */
  readonly subscribed: (readonly string[])[] = [];
  readonly onConnectionGain?: (callback: () => void) => unknown;
  readonly onConnectionLost?: (callback: () => void) => unknown;
  readonly onInitFailure?: (callback: () => void) => unknown;
  readonly onDeepHeartbeatSuccess?: (callback: () => void) => unknown;
  readonly onDeepHeartbeatFailure?: (callback: () => void) => unknown;

  constructor(options: FakeWebSocketManagerOptions = {}) {
    this.#options = options;
    const has = (name: EventName) =>
      options.lacks?.includes(name)
        ? {}
        : {
            [name]: (callback: () => void) => {
              const off = this.#add(name, callback);
              if (name === 'onConnectionGain' && this.isOpen) callback();
              return off;
            },
          };
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

  /** Whether its socket is known to be open: then `onConnectionGain` calls back at once. */
  get isOpen(): boolean {
    return false;
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

  /** Tells that the socket is there. */
  gains(): void {
    this.#call('onConnectionGain');
  }

  /** Tells that the socket is lost. */
  loses(): void {
    this.#call('onConnectionLost');
  }

  /** Has another socket, and says so once that is there: here, at once. */
  reopens(): void {
    this.gains();
  }

  /** Tells that there will be no socket. */
  givesUp(): void {
    this.#call('onInitFailure');
  }

  /** Tells of a deep heartbeat. */
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
