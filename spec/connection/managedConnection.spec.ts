import { BehaviorSubject, defer, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { ChatError } from '../../lib/api/index.js';
import type { ConnectionEvent } from '../../lib/connection/connectionEvent.js';
import type { TokenTicket } from '../../lib/connection/credentials.js';
import { managedConnection } from '../../lib/connection/managedConnection.js';
import type { WebSocketManager } from '../../lib/connection/webSocketManager.js';
import { fakeWebSocketManager } from '../../lib/testing.js';
import { VirtualClock } from '../support/virtualClock.js';

const HOUR_MS = 3_600_000;

interface Setup {
  readonly managers$?: Observable<WebSocketManager>;
  readonly isReplaceable?: boolean;
  /** The answer to each request for a token; counted from 1. */
  readonly authorize?: (n: number) => Observable<TokenTicket>;
}

function connect({
  managers$ = NEVER,
  isReplaceable = false,
  authorize = () => of({ renewInMs: HOUR_MS }),
}: Setup = {}) {
  const clock = new VirtualClock();
  const online$ = new BehaviorSubject(true);
  const events: string[] = [];
  const requestedAt: number[] = [];
  let error: unknown;
  const subscription = managedConnection({
    managers$,
    isReplaceable,
    ids: { contactId: 'one' },
    credentials: {
      connect: () => NEVER,
      authorize: () =>
        defer(() => {
          requestedAt.push(clock.now());
          return authorize(requestedAt.length);
        }),
      token: 'token',
      requestSlot$: NEVER,
      authorized$: NEVER,
      renew: () => NEVER,
      serviceNow: () => 0,
    },
    onFrame: (frame) => events.push(`frame ${frame.kind}`),
    onHeartbeat: ({ ok }) => events.push(`heartbeat ${ok}`),
    reconnect: { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity },
    random: () => 0.5,
    scheduler: clock,
  })({ online$, check$: NEVER }).subscribe({
    next: (event: ConnectionEvent) => events.push(event.type),
    error: (e: unknown) => (error = e),
  });
  return { clock, error: () => error, events, online$, requestedAt, subscription };
}

describe('managedConnection', () => {
  it('subscribes to the managers once there is a token', () => {
    const token$ = new Subject<TokenTicket>();
    const managers$ = new BehaviorSubject<WebSocketManager>(fakeWebSocketManager());
    const { events } = connect({ managers$, authorize: () => token$ });
    expect(managers$.observed).toBe(false);

    token$.next({ renewInMs: HOUR_MS });
    expect(events).toEqual(['authorized', 'subscribed']);
  });

  it('errors if there is no token', () => {
    const denied = new ChatError('AccessDenied', 'no');
    const { error, events } = connect({ authorize: () => throwError(() => denied) });

    expect(error()).toBe(denied);
    expect(events).toEqual([]);
  });

  it.each([
    ['the source emits none', NEVER, undefined],
    ['the source completes without one', of(), 'Unsupported'],
    ['the source emits something else', of({} as WebSocketManager), 'Unsupported'],
    ['the source errors', throwError(() => new Error('no')), 'Network'],
  ] as const)('errors for want of a manager: if %s', (_, managers$, code) => {
    const { error } = connect({ managers$ });
    expect((error() as ChatError | undefined)?.code).toBe(code);
  });

  it('keeps the manager that it has when the source errors or completes', () => {
    const managers$ = new BehaviorSubject<WebSocketManager>(fakeWebSocketManager());
    const { error, events } = connect({ managers$ });
    managers$.error(new Error('no'));

    expect(error()).toBeUndefined();
    expect(events).toEqual(['authorized', 'subscribed']);
  });

  it('moves to the next manager, and ignores the same one', () => {
    const first = fakeWebSocketManager();
    const second = fakeWebSocketManager({ atOnce: (it) => it.loses() });
    const managers$ = new BehaviorSubject<WebSocketManager>(first);
    const { events } = connect({ managers$ });
    managers$.next(first);
    managers$.next(second);
    expect(first.callbacks).toBe(0);
    expect(events).toEqual(['authorized', 'subscribed', 'lost']);

    second.gains();
    expect(events.slice(3)).toEqual(['authorized', 'subscribed']);
  });

  it('is lost while a manager that has given up may be replaced, and errors once none follows', () => {
    const manager = fakeWebSocketManager();
    const managers$ = new BehaviorSubject<WebSocketManager>(manager);
    const { error, events } = connect({ managers$ });
    manager.givesUp();
    expect(events.at(-1)).toBe('lost');
    expect(error()).toBeUndefined();

    managers$.complete();
    expect(error()).toMatchObject({ code: 'Unsupported' });
  });

  it('is lost without an error if polling can replace the last manager', () => {
    const manager = fakeWebSocketManager();
    const { error, events } = connect({ managers$: of(manager), isReplaceable: true });
    manager.givesUp();

    expect(events.at(-1)).toBe('lost');
    expect(error()).toBeUndefined();
  });

  it('is subscribed again when the network is back, since something may have been missed', () => {
    const { events, online$ } = connect({
      managers$: new BehaviorSubject<WebSocketManager>(fakeWebSocketManager()),
    });
    online$.next(false);
    online$.next(true);

    expect(events).toEqual(['authorized', 'subscribed', 'subscribed']);
  });

  it('renews the token in time, and retries a transient failure with backoff', () => {
    const { clock, error, requestedAt } = connect({
      managers$: new BehaviorSubject<WebSocketManager>(fakeWebSocketManager()),
      authorize: (n) =>
        n === 2 || n === 3
          ? throwError(() => new ChatError('Network', 'lost'))
          : of({ renewInMs: HOUR_MS }),
    });
    clock.advance(HOUR_MS + 10_000);

    expect(requestedAt.map((at) => at - requestedAt[0]!)).toEqual([
      0,
      HOUR_MS,
      HOUR_MS + 500,
      HOUR_MS + 1_500,
    ]);
    expect(error()).toBeUndefined();
  });

  it('waits as long as a refused renewal asks for', () => {
    const { clock, requestedAt } = connect({
      authorize: (n) =>
        n === 2
          ? throwError(() => new ChatError('Throttled', 'no', { retryAfterMs: 7_000 }))
          : of({ renewInMs: HOUR_MS }),
    });
    clock.advance(HOUR_MS + 10_000);

    expect(requestedAt.map((at) => at - requestedAt[0]!)).toEqual([0, HOUR_MS, HOUR_MS + 7_000]);
  });

  it('errors 5 s after a renewal was refused for good: the manager may bring the end first', () => {
    const denied = new ChatError('AccessDenied', 'no');
    const { clock, error } = connect({
      authorize: (n) => (n === 2 ? throwError(() => denied) : of({ renewInMs: HOUR_MS })),
    });
    clock.advance(HOUR_MS + 4_999);
    expect(error()).toBeUndefined();

    clock.advance(1);
    expect(error()).toBe(denied);
  });

  it('takes the chat off the manager and stops the timers when it is unsubscribed', () => {
    const manager = fakeWebSocketManager();
    const { clock, subscription } = connect({ managers$: of(manager) });
    expect(clock.pending).toBe(1);
    subscription.unsubscribe();

    expect(manager.callbacks).toBe(0);
    expect(clock.pending).toBe(0);
  });
});
