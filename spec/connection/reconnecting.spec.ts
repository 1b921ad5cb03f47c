import { BehaviorSubject, concatWith, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { ChatError, type ChatErrorCode } from '../../lib/api/index.js';
import { reconnecting } from '../../lib/connection/reconnecting.js';
import { HEARTBEAT_FRAME } from '../../lib/wire/index.js';
import { VirtualClock } from '../support/virtualClock.js';
import { connecting, type ConnectingOptions, HOUR_MS } from './support/connecting.js';

const failing = (code: ChatErrorCode, retryAfterMs?: number) =>
  throwError(() => new ChatError(code, 'cannot connect', { retryAfterMs }));

const CONNECTED = ['connecting 1', 'authorized', 'opened', 'subscribed'];

/** Time between one attempt and the next, while all fail. */
function waitsOf(options: ConnectingOptions, forMs = 200_000): number[] {
  const { askedAt, subscription, clock } = connecting({
    ticket: () => failing('Network'),
    ...options,
  });
  clock.advance(forMs);
  subscription.unsubscribe();
  return askedAt.slice(1).map((at, i) => at - askedAt[i]!);
}

describe('reconnecting', () => {
  it('emits the steps of a connection', () => {
    const { story, accept } = connecting();
    expect(story()).toEqual(['connecting 1', 'authorized']);

    accept();
    expect(story()).toEqual(CONNECTED);
  });

  it('reconnects within 100 ms when the connection is lost', () => {
    const { sockets, story, accept, clock } = connecting();
    accept();
    sockets[0]!.breaks();
    expect(sockets).toHaveLength(1);

    clock.advance(50);
    accept();
    expect(story()).toEqual([...CONNECTED, 'closed', 'lost, 1 in 50', ...CONNECTED]);
  });

  it.each([
    [1, [100, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
    [0.5, [50, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]],
    [0, [0, 0, 0, 0]],
  ])('waits longer after each failure, with chance at %d', (chance, waits) => {
    let calls = 0;
    const random = () => (++calls > 50 ? 1 : chance);

    expect(waitsOf({ random }).slice(0, waits.length)).toEqual(waits);
  });

  it('uses the given delays', () => {
    const reconnect = { firstDelayMs: 10, maxDelayMs: 25 };

    expect(waitsOf({ random: () => 1, reconnect }, 100).slice(0, 4)).toEqual([10, 10, 20, 25]);
  });

  it('waits as long as `Retry-After`', () => {
    expect(waitsOf({ ticket: () => failing('Throttled', 7_000) }).slice(0, 2)).toEqual([
      7_000, 7_000,
    ]);
  });

  it('counts the attempts since the connection was last subscribed', () => {
    const { sockets, story, accept, clock } = connecting();
    accept();
    sockets[0]!.breaks();
    clock.advance(50);
    sockets[1]!.breaks();
    clock.advance(500);
    sockets[2]!.breaks();

    expect(story().filter((each) => /lost|connecting/.test(each))).toEqual([
      'connecting 1',
      'lost, 1 in 50',
      'connecting 1',
      'lost, 2 in 500',
      'connecting 2',
      'lost, 3 in 1000',
    ]);
  });

  it('resets the backoff when it is subscribed, not when a socket opens', () => {
    const { sockets, story, clock } = connecting();
    const opensAndBreaks = () => {
      sockets.at(-1)!.answers = false;
      sockets.at(-1)!.opens();
      sockets.at(-1)!.breaks();
    };
    opensAndBreaks();
    clock.advance(50);
    opensAndBreaks();
    clock.advance(500);
    sockets.at(-1)!.opens(); // is accepted this time
    sockets.at(-1)!.breaks();

    expect(story().filter((each) => each.startsWith('lost'))).toEqual([
      'lost, 2 in 50',
      'lost, 3 in 500',
      'lost, 1 in 50',
    ]);
  });

  it('makes one attempt at a time', () => {
    const { sockets, clock, open, subscription } = connecting();
    for (let i = 0; i < 600; i++) {
      clock.advance(1_000);
      expect(open().length).toBeLessThanOrEqual(1);
    }

    expect(sockets.length).toBeGreaterThan(5);
    subscription.unsubscribe();
  });

  it('requests a new URL for each attempt', () => {
    const { sockets, clock } = connecting();
    sockets[0]!.breaks();
    clock.advance(50);

    expect(sockets.map(({ url }) => url)).toEqual(['wss://example.com/1', 'wss://example.com/2']);
  });

  it.each(['AccessDenied', 'Validation', 'Unsupported'] as const)('errors with %s', (code) => {
    const { error, clock, story } = connecting({ ticket: () => failing(code) });

    expect(error()).toMatchObject({ code });
    expect(story()).toEqual(['connecting 1']);
    expect(clock.pending).toBe(0);
  });

  it('errors with what is no ChatError, which is a bug', () => {
    const { error } = connecting({ ticket: () => throwError(() => new TypeError('oops')) });

    expect(error()).toEqual(new TypeError('oops'));
  });

  it('errors with the last failure after maxAttempts', () => {
    const { error, askedAt, clock } = connecting({
      ticket: (n) => failing(n < 3 ? 'Service' : 'Network'),
      reconnect: { maxAttempts: 3 },
    });
    clock.advance(60_000);

    expect(askedAt).toHaveLength(3);
    expect(error()).toMatchObject({ code: 'Network' });
    expect(clock.pending).toBe(0);
  });

  it('does not count the loss of a connection as an attempt', () => {
    const { error, sockets, accept, clock } = connecting({ reconnect: { maxAttempts: 1 } });
    accept();
    sockets[0]!.breaks();
    expect(error()).toBeUndefined();

    clock.advance(50);
    sockets[1]!.breaks();
    expect(error()).toMatchObject({ code: 'Network' });
  });

  it('renews make-before-break: the old socket is closed when the new one is subscribed', () => {
    const { story, accept, clock, open } = connecting();
    accept();
    clock.advance(HOUR_MS);
    expect(open()).toHaveLength(2);

    accept();
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/2']);
    expect(story()).toEqual([...CONNECTED, 'authorized', 'opened', 'subscribed']);
  });

  it('detects that the connection is dead', () => {
    const { sockets, story, accept, clock } = connecting();
    accept();
    sockets[0]!.answers = false;
    clock.advance(20_000);

    expect(story().filter((each) => each.startsWith('lost'))).toEqual(['lost, 1 in 50']);
    expect(sockets[0]!.closed).toBe(1);
  });

  it('closes the socket and stops every timer when it is unsubscribed', () => {
    const { accept, clock, open, subscription } = connecting();
    accept();
    subscription.unsubscribe();

    expect(open()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('stops waiting when it is unsubscribed', () => {
    const { sockets, clock, subscription } = connecting();
    sockets[0]!.breaks();
    expect(clock.pending).toBe(1);

    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('cancels the request for a URL when it is unsubscribed', () => {
    const answer = new Subject<never>();
    const { subscription } = connecting({ ticket: () => answer });
    expect(answer.observed).toBe(true);

    subscription.unsubscribe();
    expect(answer.observed).toBe(false);
  });
});

describe('reconnecting and the network', () => {
  it('gives the connection the present state of the network, then its changes', () => {
    const network$ = new BehaviorSubject(true);
    const seen: string[] = [];
    let network: Observable<boolean> = NEVER;
    const subscription = reconnecting({
      open: ({ online$ }) => {
        network = online$;
        return of({ type: 'subscribed' } as const).pipe(concatWith(NEVER));
      },
      network$,
      resume$: NEVER,
      suspectDead$: NEVER,
      reconnect: { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity },
      random: () => 0,
      scheduler: new VirtualClock(),
    }).subscribe();
    network.subscribe((online) => seen.push(`early ${online}`));
    network$.next(false);
    network.subscribe((online) => seen.push(`late ${online}`));

    expect(seen).toEqual(['early true', 'early false', 'late false']);
    subscription.unsubscribe();
  });

  it('makes no attempt while the network is away, and one at once when it is back', () => {
    const network$ = new BehaviorSubject(false);
    const { story, askedAt, clock } = connecting({ network$ });
    clock.advance(60_000);
    expect(story()).toEqual(['offline']);
    expect(clock.pending).toBe(0);

    network$.next(true);
    expect(story()).toEqual(['offline', 'connecting 1', 'authorized']);
    expect(askedAt).toEqual([60_000]);
  });

  it('uses the last value that the network emits on subscribe', () => {
    expect(connecting({ network$: of(true, false) }).story()).toEqual(['offline']);
    expect(connecting({ network$: of(false, true) }).story()).toEqual([
      'connecting 1',
      'authorized',
    ]);
  });

  it('makes no attempt if the network flips within one tick', () => {
    const network$ = new BehaviorSubject(true);
    const { askedAt, sockets, accept, clock } = connecting({ network$ });
    accept();
    network$.next(false);
    sockets[0]!.breaks();
    network$.next(true);
    network$.next(false);
    clock.advance(60_000);
    expect(askedAt).toHaveLength(1);
  });

  it('waits for the network after a loss, and for nothing else', () => {
    const network$ = new BehaviorSubject(true);
    const { sockets, story, accept, clock } = connecting({ network$ });
    accept();
    network$.next(false);
    sockets[0]!.breaks();
    clock.advance(600_000);
    expect(story().slice(4)).toEqual(['closed', 'lost, 1 in 50', 'offline']);

    network$.next(true);
    clock.advance(0);
    expect(story().slice(7)).toEqual(['connecting 1', 'authorized']);
  });

  it('aborts a wait when the network goes away, and retries at once when it is back', () => {
    const network$ = new BehaviorSubject(true);
    const { askedAt, story, clock } = connecting({
      network$,
      ticket: () => failing('Network'),
      random: () => 1,
    });
    clock.advance(10_000); // waits 8 s since 7.1 s
    network$.next(false);
    clock.advance(60_000);
    expect(askedAt).toHaveLength(5);
    expect(story().at(-1)).toBe('offline');

    network$.next(true);
    clock.advance(0);
    expect(askedAt).toHaveLength(6);
  });

  it.each([
    ['what is left of it', 10_000, 60_000],
    ['no longer if it is over', 100_000, 102_000],
  ])('waits as long as the service has asked for: %s', (_what, awayMs, at) => {
    const network$ = new BehaviorSubject(true);
    const { askedAt, clock, subscription } = connecting({
      network$,
      ticket: () => failing('Throttled', 60_000),
    });
    clock.advance(2_000);
    network$.next(false);
    clock.advance(awayMs);
    network$.next(true);
    clock.advance(60_000);
    expect(askedAt.slice(0, 2)).toEqual([0, at]);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('aborts an attempt when the network goes away, and repeats it at once when it is back', () => {
    const network$ = new BehaviorSubject(true);
    const { clock, open, story } = connecting({ network$, reconnect: { maxAttempts: 1 } });
    clock.advance(3_000);
    network$.next(false);
    expect(open()).toEqual([]);
    clock.advance(60_000);
    expect(clock.pending).toBe(0);

    network$.next(true);
    clock.advance(0);
    expect(story()).toEqual([
      ...['connecting 1', 'authorized', 'lost, 1 in 0', 'offline'],
      ...['connecting 1', 'authorized'],
    ]);
  });

  it('cancels the request for a URL when the network goes away', () => {
    const network$ = new BehaviorSubject(true);
    const answer = new Subject<never>();
    connecting({ network$, ticket: () => answer });
    network$.next(false);

    expect(answer.observed).toBe(false);
  });

  it('aborts nothing else, whenever the network goes away', () => {
    for (const when of ['connecting 1', 'lost, 2 in 50']) {
      const network$ = new BehaviorSubject(true);
      let times = 0;
      const { askedAt, clock, sockets, story, subscription } = connecting({
        network$,
        seen: (event) => {
          if (event === when && times++ === 0) network$.next(false);
        },
      });
      sockets[0]?.breaks();
      clock.advance(60_000);
      expect(story().filter((event) => event === 'offline')).toHaveLength(1);
      expect(clock.pending).toBe(0);

      network$.next(true);
      clock.advance(0);
      expect(askedAt.at(-1)).toBe(60_000);
      expect(story().at(-2)).toMatch(/connecting/);
      subscription.unsubscribe();
    }
  });

  it('stays connected while the socket lives, whatever the network signal says', () => {
    const network$ = new BehaviorSubject(true);
    const { story, accept, clock, open } = connecting({ network$ });
    accept();
    network$.next(false);
    clock.advance(60_000);

    expect(open()).toHaveLength(1);
    expect(story()).toEqual(CONNECTED);
  });

  it('checks the connection when the network is back', () => {
    const network$ = new BehaviorSubject(true);
    const { sockets, story, accept, clock } = connecting({ network$ });
    accept();
    clock.advance(1_000);
    sockets[0]!.answers = false;
    network$.next(false);
    network$.next(true);
    clock.advance(2_000);

    expect(story().at(-1)).toBe('lost, 1 in 50');
  });

  it('checks the connection if the network has changed', () => {
    const network$ = new BehaviorSubject(true);
    const { sockets, accept, clock } = connecting({ network$ });
    accept();
    clock.advance(1_000);
    sockets[0]!.sent.length = 0;
    network$.next(false);
    clock.advance(0);

    expect(sockets[0]!.sent).toContain(HEARTBEAT_FRAME);
  });

  it('counts as online if the network signal completes or errors', () => {
    const network$ = new Subject<boolean>();
    const { story, accept } = connecting({ network$ });
    network$.error(new Error('no such API'));
    accept();

    expect(story()).toEqual(CONNECTED);
  });

  it('subscribes to the network once, and unsubscribes with it', () => {
    const network$ = new Subject<boolean>();
    const subscribed = jest.spyOn(network$, 'subscribe');
    const { sockets, subscription, clock } = connecting({ network$ });
    sockets[0]!.breaks();
    clock.advance(50);

    expect(subscribed).toHaveBeenCalledTimes(1);
    subscription.unsubscribe();
    expect(network$.observed).toBe(false);
  });
});

describe('reconnecting and the app', () => {
  it.each(['resume$', 'suspectDead$'] as const)('checks the connection on %s', (name) => {
    const signal$ = new Subject<void>();
    const { sockets, story, accept, clock } = connecting({ [name]: signal$ });
    accept();
    clock.advance(1_000);
    sockets[0]!.answers = false;
    signal$.next();
    clock.advance(2_000);

    expect(story().at(-1)).toBe('lost, 1 in 50');
  });

  it('ends a wait when the app is back in use', () => {
    const resume$ = new Subject<void>();
    const { askedAt, clock } = connecting({ resume$, ticket: () => failing('Network') });
    clock.advance(2_000);
    const before = askedAt.length;
    resume$.next();

    expect(askedAt).toHaveLength(before + 1);
  });

  it('does not end a wait that the service has asked for', () => {
    const resume$ = new Subject<void>();
    const { askedAt, clock } = connecting({ resume$, ticket: () => failing('Throttled', 60_000) });
    clock.advance(2_000);
    resume$.next();
    expect(askedAt).toHaveLength(1);

    clock.advance(58_000);
    expect(askedAt).toHaveLength(2);
  });

  it('does not end a wait because a call got no answer', () => {
    const suspectDead$ = new Subject<void>();
    const { askedAt, clock } = connecting({ suspectDead$, ticket: () => failing('Network') });
    clock.advance(2_000);
    const before = askedAt.length;
    suspectDead$.next();

    expect(askedAt).toHaveLength(before);
  });

  it('ignores values that the app’s signal emits on subscribe', () => {
    const resume$ = new BehaviorSubject(undefined);
    const { askedAt, clock } = connecting({ resume$, ticket: () => failing('Network') });
    clock.advance(49);

    expect(askedAt).toEqual([0]);
  });

  it('continues if the app’s signal completes or errors', () => {
    const resume$ = new Subject<void>();
    const { story, accept } = connecting({ resume$ });
    resume$.error(new Error('no such API'));
    accept();

    expect(story()).toEqual(CONNECTED);
  });
});
