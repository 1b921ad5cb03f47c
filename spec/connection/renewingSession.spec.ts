import { of, Subject, throwError } from 'rxjs';
import { ChatError } from '../../lib/api/index.js';
import { ticketOf, HOUR_MS, lasting } from './support/connecting.js';

const failing = (code: 'Network' | 'AccessDenied') =>
  throwError(() => new ChatError(code, 'cannot connect'));

describe('renewingSession', () => {
  it('requests a URL, opens the socket and keeps it', () => {
    const { sockets, story, accept, clock } = lasting();
    accept();
    clock.advance(60_000);

    expect(sockets.map(({ url }) => url)).toEqual(['wss://example.com/1']);
    expect(story()).toEqual(['authorized', 'opened', 'subscribed']);
  });

  it('opens a successor when a renewal is due, and closes the old socket only when the new one is subscribed', () => {
    const { sockets, story, accept, clock, open } = lasting();
    accept();
    clock.advance(HOUR_MS - 2);
    expect(sockets).toHaveLength(1);

    clock.advance(2);
    expect(sockets.map(({ url }) => url)).toEqual(['wss://example.com/1', 'wss://example.com/2']);
    expect(open()).toHaveLength(2);

    sockets[1]!.answers = false;
    sockets[1]!.opens();
    clock.advance(500);
    expect(open()).toHaveLength(2);

    sockets[1]!.says({ topic: 'aws/subscribe', content: { status: 'success' } });
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/2']);
    expect(story()).toEqual([
      ...['authorized', 'opened', 'subscribed'],
      ...['authorized', 'opened', 'subscribed'],
    ]);
  });

  it('receives from both sockets meanwhile', () => {
    const { sockets, frames, accept, clock } = lasting();
    accept();
    clock.advance(HOUR_MS);
    sockets[1]!.answers = false;
    sockets[1]!.opens();
    sockets[0]!.says({ topic: 'old' });
    sockets[1]!.says({ topic: 'new' });

    expect(frames).toMatchObject([{ topic: 'old' }, { topic: 'new' }]);
  });

  it('renews repeatedly, each time as the last answer says', () => {
    const { sockets, clock, open } = lasting({ ticket: (n) => of(ticketOf(n, n * 60_000)) });
    const openedAt: number[] = [];
    for (let i = 0; i < 9 * 60; i++) {
      clock.advance(1_000);
      if (sockets.length > openedAt.length) {
        openedAt.push(clock.now());
        sockets.at(-1)!.opens();
      }
    }

    expect(openedAt.slice(1).map((at, i) => Math.round((at - openedAt[i]!) / 60_000))).toEqual([
      1, 2, 3,
    ]);
    expect(open()).toHaveLength(1);
  });

  it('errors if the present session is lost', () => {
    const { sockets, accept, error, clock } = lasting();
    accept();
    sockets[0]!.breaks();

    expect(error()).toMatchObject({ code: 'Network' });
    expect(clock.pending).toBe(0);
  });

  it('errors if the first session cannot be opened', () => {
    expect(lasting({ ticket: () => failing('Network') }).error()).toMatchObject({
      code: 'Network',
    });
  });

  it('retries a successor while the present socket stays connected', () => {
    const { sockets, askedAt, accept, error, clock, open } = lasting({
      ticket: (n) => (n === 2 || n === 3 ? failing('Network') : of(ticketOf(n))),
    });
    accept();
    clock.advance(HOUR_MS);
    clock.advance(10_000);

    expect(askedAt.slice(1)).toEqual([HOUR_MS, HOUR_MS + 500, HOUR_MS + 1_500]);
    expect(error()).toBeUndefined();
    sockets.at(-1)!.opens();
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/4']);
  });

  it('retries a successor whose socket closes before it is subscribed', () => {
    const { sockets, accept, error, clock, open } = lasting();
    accept();
    clock.advance(HOUR_MS);
    sockets[1]!.breaks();
    clock.advance(1_000);

    expect(error()).toBeUndefined();
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/1', 'wss://example.com/3']);
  });

  it('errors 5 s after a successor failed for good, since the predecessor may bring the end first', () => {
    const { accept, error, clock, open } = lasting({
      ticket: (n) => (n === 1 ? of(ticketOf(1)) : failing('AccessDenied')),
    });
    accept();
    clock.advance(HOUR_MS + 4_900);
    expect(error()).toBeUndefined();
    expect(open()).toHaveLength(1);
    clock.advance(100);

    expect(error()).toMatchObject({ code: 'AccessDenied' });
    expect(open()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('errors if a successor is lost after it has taken over', () => {
    const { sockets, accept, error, clock } = lasting();
    accept();
    clock.advance(HOUR_MS);
    accept();
    sockets[1]!.breaks();

    expect(error()).toMatchObject({ code: 'Network' });
    expect(sockets).toHaveLength(2);
  });

  it('closes both sockets when it is unsubscribed in the middle of a renewal', () => {
    const { accept, subscription, clock, open } = lasting();
    accept();
    clock.advance(HOUR_MS);
    expect(open()).toHaveLength(2);

    subscription.unsubscribe();
    expect(open()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  describe('on a check', () => {
    it('opens no successor if the device has not slept', () => {
      const check$ = new Subject<void>();
      const { sockets, accept, clock } = lasting({ check$ });
      accept();
      clock.advance(25_000);
      check$.next();
      clock.advance(25_000);

      expect(sockets).toHaveLength(1);
    });

    it('opens a successor at once if the device has slept for three heartbeats', () => {
      const check$ = new Subject<void>();
      const { sockets, accept, clock } = lasting({ check$ });
      accept();
      clock.advance(5_000);
      clock.frame += 30_000; // its timers stood still
      check$.next();

      expect(sockets).toHaveLength(2);
    });

    it('opens one successor, however often', () => {
      const check$ = new Subject<void>();
      const { sockets, accept, clock } = lasting({ check$ });
      accept();
      clock.advance(5_000);
      clock.frame += 30_000;
      check$.next();
      check$.next();

      expect(sockets).toHaveLength(2);
    });
  });

  it('opens one successor, even if it is checked meanwhile', () => {
    const check$ = new Subject<void>();
    const { clock, accept, open } = lasting({
      check$,
      ticket: (n) => {
        if (n === 2) check$.next();
        return of(ticketOf(n));
      },
    });
    accept();
    clock.advance(HOUR_MS);
    expect(open()).toHaveLength(2);
  });
});
