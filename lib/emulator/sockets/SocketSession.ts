import type { WireItem } from '../../wire/index.js';
import type { FaultSet } from '../faults/FaultSet.js';
import type { Clock } from '../service/options.js';
import { isObject } from '../service/input.js';
import {
  type Mailbox,
  type Participant,
  servedBy,
  type ServiceSocket,
  type TicketOwner,
} from '../service/state.js';

/** The transport below a session: a websocket of Node, or one of a test. */
export interface SocketPort {
  send(text: string): void;
  /** Closes with a close frame. */
  close(code: number): void;
  /** Goes away without one. */
  terminate(): void;
}

export interface SocketEnvironment {
  readonly clock: Clock;
  readonly id: () => string;
  readonly faults: FaultSet;
  /** Milliseconds until the service closes the socket. */
  readonly lifetimeMs: number;
  readonly onSubscribed: () => void;
  readonly onClosed: () => void;
}

const CHAT = 'aws/chat';
const FRAME_FAULTS = ['dropFrames', 'doubleFrames', 'delayFrames', 'reorderFrames'] as const;

/** How long reordered frames wait for others, in milliseconds. */
const REORDER_WITHIN_MS = 50;

/** The service's side of one open websocket: subscription, heartbeats, and the items that go out. */
export class SocketSession implements ServiceSocket {
  readonly id: string;
  #subscribed = false;
  #open = true;
  #held: string[] = [];
  readonly #timers = new Set<() => void>();

  constructor(
    readonly mailbox: Mailbox,
    private readonly port: SocketPort,
    private readonly environment: SocketEnvironment,
  ) {
    this.id = environment.id();
    mailbox.sockets.add(this);
    this.#later(environment.lifetimeMs, () => this.close(1001));
  }

  get subscribed(): boolean {
    return this.#subscribed;
  }

  get #served(): Iterable<TicketOwner> {
    return servedBy({ mailbox: this.mailbox });
  }

  /** Whether a fault keeps everything from going in and out. */
  get silent(): boolean {
    return this.environment.faults.has('silence', this.#served);
  }

  /** A frame of the client. What is not understood is answered as the gateway answers it. */
  receive(text: string): void {
    if (this.silent) return;
    const frame = parse(text);
    switch (frame?.['topic']) {
      case 'aws/subscribe':
        this.#subscribe(frame['content']);
        break;
      case 'aws/heartbeat':
        this.#heartbeat();
        break;
      case 'aws/ping':
        this.#ping();
        break;
      default:
        this.gatewayError('Forbidden');
    }
  }

  deliver(item: WireItem, participant: Participant): void {
    if (!this.#subscribed) return;
    this.#sendThroughFaults(
      JSON.stringify({
        content: JSON.stringify(item),
        contentType: 'application/json',
        topic: CHAT,
      }),
      participant,
    );
  }

  /** Sends `text` as it is, past the faults of frames. */
  send(text: string): void {
    if (this.#open && !this.silent) this.port.send(text);
  }

  gatewayError(message: string): void {
    this.send(JSON.stringify({ message, connectionId: this.id, requestId: this.environment.id() }));
  }

  /** Closes with a close frame; a silent socket gets none, and stays. */
  close(code: number): void {
    if (!this.#open || this.silent) return;
    this.closed();
    this.port.close(code);
  }

  terminate(): void {
    if (!this.#open) return;
    this.closed();
    this.port.terminate();
  }

  /** The transport is gone. */
  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#held = [];
    this.mailbox.sockets.delete(this);
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.environment.onClosed();
  }

  #subscribe(content: unknown): void {
    const topics = isObject(content) && Array.isArray(content['topics']) ? content['topics'] : [];
    if (this.#faulty('withholdSubscriptionAnswers')) return;
    const refusal = this.environment.faults.take('refuseSubscriptions', this.#served);
    const status = refusal?.status ?? (topics.length > 0 ? 'success' : 'failure');
    const isChat = status === 'success' && topics.includes(CHAT);
    if (isChat) this.#subscribed = true;
    this.send(JSON.stringify({ topic: 'aws/subscribe', content: { status, topics } }));
    if (isChat) this.environment.onSubscribed();
  }

  #heartbeat(): void {
    if (this.#faulty('withholdHeartbeats')) return;
    this.send(JSON.stringify({ topic: 'aws/heartbeat' }));
  }

  #ping(): void {
    if (this.#faulty('withholdPings')) return;
    const failure = this.environment.faults.take('failPings', this.#served);
    const answer = failure
      ? { statusCode: failure.statusCode, statusContent: 'Error' }
      : { statusCode: 200, statusContent: 'OK' };
    this.send(JSON.stringify({ topic: 'aws/ping', ...answer }));
  }

  #sendThroughFaults(text: string, participant: Participant): void {
    const faults = this.environment.faults.takeAll(FRAME_FAULTS, [participant]);
    let copies = 1;
    let delayMs = 0;
    let reorder = 0;
    for (const fault of faults) {
      if (fault.kind === 'dropFrames') return;
      if (fault.kind === 'doubleFrames') copies *= 2;
      if (fault.kind === 'delayFrames') delayMs += fault.delayMs;
      if (fault.kind === 'reorderFrames') reorder = Math.max(reorder, fault.count);
    }
    const send = (): void => {
      for (let copy = 0; copy < copies; copy += 1) {
        if (reorder > 1) this.#reorder(text, reorder);
        else this.send(text);
      }
    };
    if (delayMs > 0) this.#later(delayMs, send);
    else send();
  }

  /** Holds frames until there are `count`, then sends the newest first. */
  #reorder(text: string, count: number): void {
    this.#held.unshift(text);
    if (this.#held.length >= count) this.#release();
    else if (this.#held.length === 1) this.#later(REORDER_WITHIN_MS, () => this.#release());
  }

  #release(): void {
    for (const text of this.#held.splice(0)) this.send(text);
  }

  #later(delayMs: number, task: () => void): void {
    const cancel = this.environment.clock.schedule(delayMs, () => {
      this.#timers.delete(cancel);
      task();
    });
    this.#timers.add(cancel);
  }

  #faulty(kind: 'withholdHeartbeats' | 'withholdPings' | 'withholdSubscriptionAnswers'): boolean {
    return this.environment.faults.take(kind, this.#served) !== undefined;
  }
}

/**
 * The object that a frame is. What follows its last brace is not read: the vendor's iOS SDK sends its
 * subscription with a parenthesis behind it, and the service takes that.
 *
 * Source: `EventTypes.subscribe` in WebSocketManager.swift of amazon-connect-chat-ios.
 */
function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const frame: unknown = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
    return isObject(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
