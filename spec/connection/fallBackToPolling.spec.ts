import { defer, EMPTY, NEVER, type Observable, Subject, throwError } from 'rxjs';
import { ChatError } from '../../lib/api/index.js';
import type { ConnectionEvent } from '../../lib/connection/connectionEvent.js';
import { fallBackToPolling } from '../../lib/connection/fallBackToPolling.js';
import { VirtualClock } from '../support/virtualClock.js';

const network = new ChatError('Network', 'lost');
const lost: ConnectionEvent = { type: 'lost', error: network, attempt: 2, retryInMs: 1_000 };

interface Setup {
  readonly poll$?: Observable<unknown>;
  readonly maxAttempts?: number;
  readonly isAuthorized?: () => boolean;
}

function start({ poll$ = EMPTY, maxAttempts = Infinity, isAuthorized = () => true }: Setup = {}) {
  const clock = new VirtualClock();
  const connection$ = new Subject<ConnectionEvent>();
  const events: string[] = [];
  const polledAt: number[] = [];
  const startedAt = clock.now();
  let error: unknown;
  const subscription = connection$
    .pipe(
      fallBackToPolling({
        poll$: defer(() => {
          polledAt.push(clock.now() - startedAt);
          return poll$;
        }),
        activity$: NEVER,
        network$: NEVER,
        visible$: NEVER,
        isAuthorized,
        polling: { fastMs: 3_000, slowMs: 15_000 },
        reconnect: { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts },
        random: () => 0,
        scheduler: clock,
      }),
    )
    .subscribe({
      next: ({ type }) => events.push(type),
      error: (e: unknown) => (error = e),
    });
  return { clock, connection$, error: () => error, events, polledAt, subscription };
}

describe('fallBackToPolling', () => {
  it('does not poll while the socket opens in time', () => {
    const { clock, connection$, events, polledAt } = start();
    connection$.next({ type: 'authorized' });
    clock.advance(4_999);
    connection$.next({ type: 'subscribed' });
    clock.advance(60_000);

    expect(polledAt).toEqual([]);
    expect(events).toEqual(['authorized', 'subscribed']);
  });

  it('polls from 5 s after the token, until the socket is subscribed', () => {
    const { clock, connection$, events, polledAt } = start();
    connection$.next({ type: 'authorized' });
    clock.advance(8_500);
    expect(polledAt).toEqual([5_000, 8_000]);
    expect(events).toEqual(['authorized', 'polling']);

    connection$.next({ type: 'subscribed' });
    clock.advance(60_000);
    expect(polledAt).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it('polls at once when two attempts in a row have failed', () => {
    const { connection$, events, polledAt } = start();
    connection$.next(lost);
    expect(polledAt).toEqual([]);
    connection$.next(lost);

    expect(polledAt).toEqual([0]);
    expect(events).toEqual(['lost', 'lost', 'polling']);
  });

  it('does not count the loss of a connection as a failed attempt', () => {
    const { connection$, polledAt } = start();
    connection$.next({ type: 'subscribed' });
    connection$.next(lost);
    connection$.next(lost);
    expect(polledAt).toEqual([]);
    connection$.next(lost);
    expect(polledAt).toEqual([0]);
  });

  it('polls at once when the socket is lost for good', () => {
    const { connection$, polledAt } = start();
    connection$.next({ ...lost, error: new ChatError('Unsupported', 'no manager') });

    expect(polledAt).toEqual([0]);
  });

  it('does not poll without a token', () => {
    const { clock, connection$, error, polledAt } = start({ isAuthorized: () => false });
    connection$.next({ type: 'authorized' });
    connection$.next(lost);
    connection$.next(lost);
    clock.advance(60_000);
    expect(polledAt).toEqual([]);

    connection$.error(network);
    expect(error()).toBe(network);
  });

  it('reports once that polls fail, but not that they are throttled', () => {
    const failures = [undefined, 'Throttled', 'Network', 'Network', undefined] as const;
    let next = 0;
    const poll$ = defer(() => {
      const code = failures[next++];
      return code === undefined ? EMPTY : throwError(() => new ChatError(code, 'no'));
    });
    const { clock, connection$, events } = start({ poll$ });
    connection$.next(lost);
    connection$.next(lost);
    clock.advance(120_000);

    expect(events.slice(2)).toEqual(['polling', 'poll-failed', 'polling']);
  });

  it('tries the socket first after the network was away, unless the chat was polled', () => {
    const { clock, connection$, polledAt } = start();
    connection$.next({ type: 'authorized' });
    connection$.next({ type: 'offline' });
    clock.advance(60_000);
    expect(polledAt).toEqual([]);

    connection$.next(lost);
    connection$.next(lost);
    const before = polledAt.length;
    expect(before).toBe(1);
    connection$.next({ type: 'offline' });
    clock.advance(3_000);
    expect(polledAt.length).toBe(before + 1);
  });

  it('goes on polling when the connection is no longer retried, as long as polls succeed', () => {
    let isReachable = true;
    const poll$ = defer(() => (isReachable ? EMPTY : throwError(() => network)));
    const { clock, connection$, error } = start({ poll$, maxAttempts: 2 });
    const last = new ChatError('Network', 'the last');
    connection$.error(last);
    clock.advance(60_000);
    expect(error()).toBeUndefined();

    isReachable = false;
    clock.advance(60_000);
    expect(error()).toBe(last);
  });

  it('errors with an error of the connection that is not retryable', () => {
    const { connection$, error, polledAt } = start();
    const denied = new ChatError('AccessDenied', 'no');
    connection$.error(denied);

    expect(error()).toBe(denied);
    expect(polledAt).toEqual([]);
  });

  it('unsubscribes from the connection and stops the polls', () => {
    const { clock, connection$, subscription } = start({ poll$: NEVER });
    connection$.next(lost);
    connection$.next(lost);
    subscription.unsubscribe();

    expect(connection$.observed).toBe(false);
    expect(clock.pending).toBe(0);
  });
});
