import { of, Subject, throwError } from 'rxjs';
import { ChatError } from '../../lib/api/index.js';
import { grantOf, HOUR_MS, lasting } from './support/connecting.js';

const failing = (code: 'Network' | 'AccessDenied') =>
  throwError(() => new ChatError(code, 'cannot connect'));

describe('renewingSession', () => {
  it('asks for a URL, opens the socket and keeps it', () => {
    const { sockets, story, letIn, clock } = lasting();
    letIn();
    clock.advance(60_000);

    expect(sockets.map(({ url }) => url)).toEqual(['wss://example.com/1']);
    expect(story()).toEqual(['authorized', 'opened', 'subscribed']);
  });

  it('opens a successor when that is due, and closes the old socket when the new one is subscribed, not before', () => {
    const { sockets, story, letIn, clock, open } = lasting();
    letIn();
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

  it('hears both sockets meanwhile', () => {
    const { sockets, frames, letIn, clock } = lasting();
    letIn();
    clock.advance(HOUR_MS);
    sockets[1]!.answers = false;
    sockets[1]!.opens();
    sockets[0]!.says({ topic: 'old' });
    sockets[1]!.says({ topic: 'new' });

    expect(frames).toMatchObject([{ topic: 'old' }, { topic: 'new' }]);
  });

  it('renews again and again, each time as the last answer says', () => {
    const { sockets, clock, open } = lasting({ grant: (n) => of(grantOf(n, n * 60_000)) });
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

  it('errors when the present session is lost', () => {
    const { sockets, letIn, error, clock } = lasting();
    letIn();
    sockets[0]!.breaks();

    expect(error()).toMatchObject({ code: 'Network' });
    expect(clock.pending).toBe(0);
  });

  it('errors when the first session cannot be made', () => {
    expect(lasting({ grant: () => failing('Network') }).error()).toMatchObject({ code: 'Network' });
  });

  it('tries a successor again while the present socket serves', () => {
    const { sockets, askedAt, letIn, error, clock, open } = lasting({
      grant: (n) => (n === 2 || n === 3 ? failing('Network') : of(grantOf(n))),
    });
    letIn();
    clock.advance(HOUR_MS);
    clock.advance(10_000);

    expect(askedAt.slice(1)).toEqual([HOUR_MS, HOUR_MS + 500, HOUR_MS + 1_500]);
    expect(error()).toBeUndefined();
    sockets.at(-1)!.opens();
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/4']);
  });

  it('tries a successor again whose socket breaks before it is subscribed', () => {
    const { sockets, letIn, error, clock, open } = lasting();
    letIn();
    clock.advance(HOUR_MS);
    sockets[1]!.breaks();
    clock.advance(1_000);

    expect(error()).toBeUndefined();
    expect(open().map(({ url }) => url)).toEqual(['wss://example.com/1', 'wss://example.com/3']);
  });

  it('errors with what keeps a successor from ever being made, once the predecessor had 5 s for its last words', () => {
    const { letIn, error, clock, open } = lasting({
      grant: (n) => (n === 1 ? of(grantOf(1)) : failing('AccessDenied')),
    });
    letIn();
    clock.advance(HOUR_MS + 4_900);
    expect(error()).toBeUndefined();
    expect(open()).toHaveLength(1);
    clock.advance(100);

    expect(error()).toMatchObject({ code: 'AccessDenied' });
    expect(open()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('takes the loss of a successor that has taken over for a loss', () => {
    const { sockets, letIn, error, clock } = lasting();
    letIn();
    clock.advance(HOUR_MS);
    letIn();
    sockets[1]!.breaks();

    expect(error()).toMatchObject({ code: 'Network' });
    expect(sockets).toHaveLength(2);
  });

  it('closes both sockets when it is unsubscribed in the middle of a renewal', () => {
    const { letIn, subscription, clock, open } = lasting();
    letIn();
    clock.advance(HOUR_MS);
    expect(open()).toHaveLength(2);

    subscription.unsubscribe();
    expect(open()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  describe('when it is to check', () => {
    it('opens no successor where the device has not slept', () => {
      const check$ = new Subject<void>();
      const { sockets, letIn, clock } = lasting({ check$ });
      letIn();
      clock.advance(25_000);
      check$.next();
      clock.advance(25_000);

      expect(sockets).toHaveLength(1);
    });

    it('opens a successor at once where the device has slept for three heartbeats', () => {
      const check$ = new Subject<void>();
      const { sockets, letIn, clock } = lasting({ check$ });
      letIn();
      clock.advance(5_000);
      clock.frame += 30_000; // its timers stood still
      check$.next();

      expect(sockets).toHaveLength(2);
    });

    it('opens one successor, however often', () => {
      const check$ = new Subject<void>();
      const { sockets, letIn, clock } = lasting({ check$ });
      letIn();
      clock.advance(5_000);
      clock.frame += 30_000;
      check$.next();
      check$.next();

      expect(sockets).toHaveLength(2);
    });
  });

  it('opens one successor, though it is asked to check as it does', () => {
    const check$ = new Subject<void>();
    const { clock, letIn, open } = lasting({
      check$,
      grant: (n) => {
        if (n === 2) check$.next();
        return of(grantOf(n));
      },
    });
    letIn();
    clock.advance(HOUR_MS);
    expect(open()).toHaveLength(2);
  });
});
