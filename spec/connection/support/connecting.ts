import { defer, NEVER, type Observable, of, type Subscription } from 'rxjs';
import type { ConnectionEvent } from '../../../lib/connection/connectionEvent.js';
import type { SocketTicket } from '../../../lib/connection/credentials.js';
import { reconnecting, type ReconnectingOptions } from '../../../lib/connection/reconnecting.js';
import {
  renewingSession,
  type RenewingSessionOptions,
} from '../../../lib/connection/renewingSession.js';
import type { WebSocketConstructor } from '../../../lib/connection/socket.js';
import type { Frame } from '../../../lib/wire/index.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { type FakeSockets, fakeSockets } from './fakeSockets.js';

export interface ConnectingOptions {
  /** What each request for a socket's URL is answered with; counted from 1. */
  readonly ticket?: (n: number) => Observable<SocketTicket>;
  readonly network$?: Observable<boolean>;
  /** Asks a lasting session to check. */
  readonly check$?: Observable<unknown>;
  readonly resume$?: Observable<unknown>;
  readonly suspectDead$?: Observable<unknown>;
  readonly reconnect?: Partial<ReconnectingOptions['reconnect']>;
  readonly random?: () => number;
  /** Sockets of another kind than fake ones. */
  readonly webSocket?: (clock: VirtualClock) => WebSocketConstructor;
  /** Told of each event, in words, as it happens. */
  readonly seen?: (event: string) => void;
}

/** A connection on a clock of its own, and what has become of it. */
export interface Connecting extends FakeSockets {
  readonly clock: VirtualClock;
  /** When URLs were asked for. */
  readonly askedAt: readonly number[];
  readonly events: readonly ConnectionEvent[];
  /** What the sockets have brought. */
  readonly frames: readonly Frame[];
  /** What has happened to the connection, without what the sockets bring. */
  readonly story: () => readonly string[];
  readonly error: () => unknown;
  readonly subscription: Subscription;
  /** The last socket opens, and the service accepts its subscription. */
  readonly accept: () => void;
}

export const HOUR_MS = 3_540_000;

export const ticketOf = (n: number, renewInMs = HOUR_MS): SocketTicket => ({
  url: `wss://example.com/${n}`,
  renewInMs,
});

export const connecting = (options?: ConnectingOptions): Connecting =>
  start(
    (all) => reconnecting({ ...all, open: ({ check$ }) => renewingSession({ ...all, check$ }) }),
    options,
  );
export const lasting = (options?: ConnectingOptions): Connecting => start(renewingSession, options);

function start(
  connection: (
    options: Omit<ReconnectingOptions, 'open'> & RenewingSessionOptions,
  ) => Observable<ConnectionEvent>,
  {
    ticket = (n) => of(ticketOf(n)),
    network$ = NEVER,
    check$ = NEVER,
    resume$ = NEVER,
    suspectDead$ = NEVER,
    reconnect,
    random = () => 0.5,
    webSocket,
    seen = () => undefined,
  }: ConnectingOptions = {},
): Connecting {
  const clock = new VirtualClock();
  const fakes = fakeSockets({ answers: true });
  const askedAt: number[] = [];
  const events: ConnectionEvent[] = [];
  const frames: Frame[] = [];
  const story: string[] = [];
  let error: unknown;
  const subscription = connection({
    credentials: {
      connect: () =>
        defer(() => {
          askedAt.push(clock.now());
          return ticket(askedAt.length);
        }),
      authorize: () => NEVER,
      requestSlot$: NEVER,
      authorized$: NEVER,
      token: 'token',
      renew: () => NEVER,
      serviceNow: () => 0,
    },
    webSocket: webSocket?.(clock) ?? fakes.WebSocket,
    onFrame: (frame) => frames.push(frame),
    onHeartbeat: () => {},
    network$,
    check$,
    resume$,
    suspectDead$,
    reconnect: { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity, ...reconnect },
    random,
    scheduler: clock,
  }).subscribe({
    next: (event) => {
      events.push(event);
      story.push(inWords(event));
      seen(inWords(event));
    },
    error: (e: unknown) => (error = e),
  });
  return {
    ...fakes,
    clock,
    askedAt,
    events,
    frames,
    story: () => story,
    error: () => error,
    subscription,
    accept: () => {
      fakes.sockets.at(-1)?.opens();
      clock.advance(1);
    },
  };
}

function inWords(event: ConnectionEvent): string {
  switch (event.type) {
    case 'connecting':
      return `connecting ${event.attempt}`;
    case 'lost':
    case 'waiting':
      return `${event.type}, ${event.attempt} in ${event.retryInMs}`;
    default:
      return event.type;
  }
}
