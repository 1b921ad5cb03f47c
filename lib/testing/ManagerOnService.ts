import type { SchedulerLike } from 'rxjs';
import type { Emulator } from '../emulator/model.js';
import type { WebSocketConstructor, WebSocketLike } from '../lite.js';
import { FakeWebSocketManager, type FakeWebSocketManagerOptions } from './FakeWebSocketManager.js';

/** What a manager needs of a fake service. */
export interface ManagersService {
  readonly emulator: Emulator;
  readonly webSocket: WebSocketConstructor;
  readonly scheduler: SchedulerLike;
}

/** How long the manager takes to try again, in milliseconds. */
const REOPEN_MS = 1_000;

/** A manager with a socket of its own on a fake service, which brings all of an agent's contacts. */
export class ManagerOnService extends FakeWebSocketManager {
  readonly #service: ManagersService;
  readonly #agentId: string;
  #socket: WebSocketLike | undefined;
  #isOpen = false;

  constructor(service: ManagersService, agentId: string, options?: FakeWebSocketManagerOptions) {
    super(options);
    this.#service = service;
    this.#agentId = agentId;
    this.reopens();
  }

  override get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Loses its socket, and says so; another comes with {@link reopens}. */
  override loses(): void {
    const socket = this.#socket;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.#isOpen = false;
    super.loses();
  }

  /** Opens another socket; says so when that is there. One that breaks is followed by another in 1 s. */
  override reopens(): void {
    const { emulator, scheduler, webSocket: WebSocket } = this.#service;
    const socket = new WebSocket(emulator.agent(this.#agentId).websocket().Url);
    this.#socket = socket;
    socket.onopen = () => {
      const content = { topics: ['aws/chat'] };
      socket.send(JSON.stringify({ topic: 'aws/subscribe', content }));
    };
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data as string) as { readonly topic?: string };
      if (frame.topic === 'aws/chat') this.says(frame);
      if (frame.topic === 'aws/subscribe') {
        this.#isOpen = true;
        this.gains();
      }
    };
    socket.onclose = () => {
      if (this.#isOpen) this.loses();
      scheduler.schedule(() => {
        if (this.#socket === socket) this.reopens();
      }, REOPEN_MS);
    };
  }
}

/**
 * An agent's websocket manager for a test: on a fake service it has a socket of its own, which brings
 * all contacts of that agent; without one, it brings what the test hands it.
 */
export function fakeWebSocketManager(options?: FakeWebSocketManagerOptions): FakeWebSocketManager;
export function fakeWebSocketManager(
  service: ManagersService,
  agentId: string,
  options?: FakeWebSocketManagerOptions,
): ManagerOnService;
export function fakeWebSocketManager(
  first: ManagersService | FakeWebSocketManagerOptions = {},
  agentId = '',
  options?: FakeWebSocketManagerOptions,
): FakeWebSocketManager {
  return 'emulator' in first
    ? new ManagerOnService(first, agentId, options)
    : new FakeWebSocketManager(first);
}
