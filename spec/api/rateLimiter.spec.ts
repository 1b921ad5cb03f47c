import fc from 'fast-check';
import { type Subscription, VirtualTimeScheduler } from 'rxjs';
import { type RateLimiter, rateLimiter } from '../../lib/api/rateLimiter.js';
import { marbles } from '../support/marbles.js';

interface Admissions {
  readonly clock: VirtualTimeScheduler;
  readonly limiter: RateLimiter;
  /** Who was admitted, and when. */
  readonly admitted: readonly [string, number][];
  readonly ask: (name: string, operation?: string) => Subscription;
  readonly advanceTo: (ms: number) => void;
}

function admissions(perSecond: number, burst?: number): Admissions {
  const clock = new VirtualTimeScheduler();
  const limiter = rateLimiter({ perSecond, ...(burst && { burst }), scheduler: clock });
  const admitted: [string, number][] = [];
  return {
    clock,
    limiter,
    admitted,
    ask: (name, operation = 'SendMessage') =>
      limiter.acquire(operation).subscribe(() => admitted.push([name, clock.now()])),
    advanceTo: (ms) => {
      clock.maxFrames = ms;
      clock.flush();
      clock.frame = ms;
    },
  };
}

describe('rateLimiter', () => {
  it('emits at once if the rate allows it, and completes', () => {
    const { limiter, clock } = admissions(2);
    const told: string[] = [];
    limiter.acquire('SendMessage').subscribe({
      next: () => told.push('next'),
      complete: () => told.push('complete'),
    });

    expect(told).toEqual(['next', 'complete']);
    expect(clock.actions).toEqual([]);
  });

  it('lets a burst start at once and the others at the rate, in order', () => {
    const { ask, admitted, clock } = admissions(4, 2);
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name);
    clock.flush();

    expect(admitted).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 250],
      ['d', 500],
      ['e', 750],
    ]);
  });

  it('has a default burst of perSecond', () => {
    const { ask, admitted, clock } = admissions(3);
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    clock.flush();

    expect(admitted.map(([, at]) => at)).toEqual([0, 0, 0, 334]);
  });

  it('supports rates below one a second', () => {
    const { ask, admitted, clock } = admissions(0.5);
    for (const name of ['a', 'b', 'c']) ask(name);
    clock.flush();

    expect(admitted.map(([, at]) => at)).toEqual([0, 2_000, 4_000]);
  });

  it('lets a burst start again after a pause', () => {
    const { ask, admitted, advanceTo } = admissions(2, 2);
    for (const name of ['a', 'b', 'c']) ask(name);
    advanceTo(10_000);
    for (const name of ['d', 'e', 'f']) ask(name);
    advanceTo(20_000);

    expect(admitted.map(([, at]) => at)).toEqual([0, 0, 500, 10_000, 10_000, 10_500]);
  });

  it('has a rate of its own for each operation', () => {
    const { ask, admitted, clock } = admissions(1);
    ask('a', 'SendMessage');
    ask('b', 'GetTranscript');
    ask('c', 'SendMessage');
    clock.flush();

    expect(admitted).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1_000],
    ]);
  });

  it('gives back the slot of a subscriber that unsubscribes before it', () => {
    const { ask, admitted, clock } = admissions(1);
    ask('a');
    ask('b').unsubscribe();
    ask('c');
    clock.flush();

    expect(admitted).toEqual([
      ['a', 0],
      ['c', 1_000],
    ]);
  });

  it('gives no slot back twice, and none that was used', () => {
    const { ask, admitted, clock } = admissions(1);
    const a = ask('a');
    a.unsubscribe();
    a.unsubscribe();
    const b = ask('b');
    b.unsubscribe();
    b.unsubscribe();
    ask('c');
    clock.flush();

    expect(admitted).toEqual([
      ['a', 0],
      ['c', 1_000],
    ]);
  });

  it('does not use a slot twice if one in between was given back', () => {
    const { ask, admitted, advanceTo } = admissions(1);
    ask('a');
    const b = ask('b');
    ask('c');
    advanceTo(100);
    b.unsubscribe();
    ask('d');
    advanceTo(10_000);

    const times = admitted.map(([, at]) => at);
    expect(admitted.map(([name]) => name).sort()).toEqual(['a', 'c', 'd']);
    expect(new Set(times).size).toBe(3);
  });

  it('delays nobody for long if the clock was set back', () => {
    const { ask, admitted, advanceTo, clock } = admissions(1);
    advanceTo(3_600_000);
    ask('a');
    clock.frame = 0;
    ask('b');
    advanceTo(2_000);

    expect(admitted.map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('acquires a slot at each subscription', () => {
    const { limiter, clock } = admissions(1);
    const turn$ = limiter.acquire('SendMessage');
    const admittedAt: number[] = [];
    turn$.subscribe(() => admittedAt.push(clock.now()));
    turn$.subscribe(() => admittedAt.push(clock.now()));
    clock.flush();

    expect(admittedAt).toEqual([0, 1_000]);
  });

  it('leaves no timer behind', () => {
    const { ask, clock } = admissions(1);
    ask('a');
    const b = ask('b');
    expect(clock.actions).toHaveLength(1);

    b.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it('never exceeds the burst and the rate, in any window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(300), { maxLength: 40 }),
        (perSecond, burst, waits) => {
          const { ask, admitted, clock } = admissions(perSecond, burst);
          let at = 0;
          for (const wait of waits) {
            at += wait;
            clock.schedule(() => ask(''), at);
          }
          clock.flush();

          expect(admitted).toHaveLength(waits.length);
          const times = admitted.map(([, time]) => time);
          times.forEach((from, i) => {
            times.slice(i).forEach((to, more) => {
              // A millisecond is rounded up to, so that one may come as much early.
              const allowed = burst + ((to - from + 1) / 1_000) * perSecond;
              expect(more + 1).toBeLessThanOrEqual(Math.floor(allowed + 1e-6));
            });
          });
        },
      ),
    );
  });

  // prettier-ignore
  it('uses asyncScheduler by default', marbles((m) => {
    const limiter = rateLimiter({ perSecond: 1 });
    const first =  '^';
    const second = '-^';
    const third =  '--^---!';
    const fourth = '-------^';

    m.expect(limiter.acquire('x'), first).toBeObservable('(0|)', { 0: 0 });
    m.expect(limiter.acquire('x'), second).toBeObservable('1s (0|)', { 0: 0 });
    m.expect(limiter.acquire('x'), third).toBeObservable('-');
    m.expect(limiter.acquire('x'), fourth).toBeObservable('2s (0|)', { 0: 0 });
  }));

  it.each([
    { perSecond: 0 },
    { perSecond: -1 },
    { perSecond: NaN },
    { perSecond: 1, burst: 0 },
    { perSecond: 1, burst: NaN },
  ])('refuses %p, when called', (options) => {
    expect(() => rateLimiter(options)).toThrow(RangeError);
  });
});
