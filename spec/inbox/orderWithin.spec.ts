import { NEVER, of, startWith, Subject, take, tap, VirtualTimeScheduler } from 'rxjs';
import fc from 'fast-check';
import { orderWithin } from '../../lib/inbox/orderWithin.js';
import { marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';
import { diagram, windowMs } from './orderWithin.diagram.mjs';

/** Letters in their order. */
const by = (letter: string) => letter.charCodeAt(0);

describe('orderWithin', () => {
  // prettier-ignore
  it('does what its picture shows', marbles((m) => {
    const source = m.hot(diagram.source);

    m.expect(source.pipe(orderWithin(windowMs, { by }))).toBeObservable(diagram.expected);
  }));

  // prettier-ignore
  it('puts what arrives within the window into order', marbles((m) => {
    const source = m.hot('-b-a----d-c------|');
    const subs =         '^----------------!';
    const expected =     '----(ab)---(cd)--|';

    m.expect(source.pipe(orderWithin(3, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('holds each value for the window, however many follow', marbles((m) => {
    const source = m.hot('-abc-d-----|');
    const subs =         '^----------!';
    const expected =     '----abc-d--|';

    m.expect(source.pipe(orderWithin(3, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('emits before a value only those that belong before it', marbles((m) => {
    const source = m.hot('-b-a-c--------|');
    const subs =         '^-------------!';
    const expected =     '-------(ab)c--|';

    m.expect(source.pipe(orderWithin(6, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('keeps the order of arrival of equal keys', marbles((m) => {
    const values = { x: { key: 2, n: 1 }, y: { key: 2, n: 2 }, z: { key: 1, n: 3 } };
    const source = m.hot('-x-z-y--------|', values);
    const subs =         '^-------------!';
    const expected =     '-------(zx)y--|';

    m.expect(source.pipe(orderWithin(6, { by: ({ key }) => key }))).toBeObservable(expected, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('emits at once what comes too late to be put in order', marbles((m) => {
    const source = m.hot('-c---a-b-d---|');
    const subs =         '^------------!';
    const expected =     '---c-a-b---d-|';

    m.expect(source.pipe(orderWithin(2, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('lets everything through with a window of 0', marbles((m) => {
    const source = m.hot('-b-a-(dc)-|');
    const subs =         '^---------!';
    const expected =     '-b-a-(dc)-|';

    m.expect(source.pipe(orderWithin(0, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('emits what it holds, in order, when the source completes', marbles((m) => {
    const source = m.hot('-c-a-|');
    const subs =         '^----!';
    const expected =     '-----(ac|)';

    m.expect(source.pipe(orderWithin(9, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('drops what it holds when the source errors', marbles((m) => {
    const source = m.hot('-c-a-#');
    const subs =         '^----!';
    const expected =     '-----#';

    m.expect(source.pipe(orderWithin(9, { by }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with what `by` throws, and leaves the source', marbles((m) => {
    const source = m.hot('-c-a-b-|');
    const subs =         '^--!';
    const expected =     '---#';
    const throwing = (letter: string) => {
      if (letter === 'a') throw new Error('no key');
      return by(letter);
    };

    m.expect(source.pipe(orderWithin(9, { by: throwing })))
      .toBeObservable(expected, undefined, new Error('no key'));
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('waits by the scheduler it is given, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const seen: [string, number][] = [];
    const subscription = NEVER.pipe(
      startWith('b', 'a'),
      orderWithin(100, { by, scheduler: clock }),
    ).subscribe((value) => seen.push([value, clock.now()]));

    expect(clock.actions).toHaveLength(1);
    clock.flush();
    expect(seen).toEqual([
      ['a', 100],
      ['b', 100],
    ]);

    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it('holds nothing for longer where the clock was set back', () => {
    const clock = new VirtualClock();
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(orderWithin(100, { by, scheduler: clock })).subscribe((value) => seen.push(value));
    source.next('a');
    clock.advance(50);
    source.next('b');
    clock.setBack(3_600_000);
    clock.advance(50);
    source.next('c');
    expect(seen).toEqual(['a', 'b']); // how long b has waited is not known any more

    clock.advance(99);
    clock.setBack(80); // no more than the window
    clock.advance(1);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when it is unsubscribed, from outside or inside next', () => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<string>();
    const result = source.pipe(orderWithin(100, { by, scheduler: clock }));

    const subscription = result.subscribe();
    source.next('b');
    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);

    const seen: string[] = [];
    result.pipe(take(1)).subscribe((value) => seen.push(value));
    clock.schedule(() => source.next('a'), 1);
    clock.schedule(() => source.next('z'), 50);
    clock.flush();
    expect(seen).toEqual(['a']);
    expect(clock.now()).toBe(101); // and not 150
    expect(source.observed).toBe(false);
  });

  it('puts into order what is fed to the source from inside next', () => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(orderWithin(100, { by, scheduler: clock })).subscribe((value) => {
      seen.push(value);
      if (value === 'a') source.next('b');
    });

    source.next('c');
    source.next('a');
    clock.flush();

    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('asks a synchronous source for nothing more once `by` has thrown', () => {
    let asked = 0;
    const failing = () => {
      throw new Error('no key');
    };
    of('a', 'b', 'c')
      .pipe(
        tap(() => asked++),
        orderWithin(100, { by: failing, scheduler: new VirtualTimeScheduler() }),
      )
      .subscribe({ error: () => undefined });

    expect(asked).toBe(1);
  });

  it('asks for the key of each value once', () => {
    const counted = jest.fn(by);
    of('c', 'b', 'a')
      .pipe(orderWithin(100, { by: counted }))
      .subscribe();

    expect(counted.mock.calls.map(([value]) => value)).toEqual(['c', 'b', 'a']);
  });

  it('loses and doubles nothing, and never holds a value longer than the window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ waitMs: fc.nat(30), key: fc.nat(10) }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (arrivals, windowMs) => {
          const clock = new VirtualTimeScheduler();
          const source = new Subject<{ key: number; at: number; n: number }>();
          const seen: { n: number; heldMs: number }[] = [];
          source
            .pipe(orderWithin(windowMs, { by: ({ key }) => key, scheduler: clock }))
            .subscribe(({ n, at }) => seen.push({ n, heldMs: clock.now() - at }));

          let at = 0;
          arrivals.forEach(({ waitMs, key }, n) => {
            at += waitMs;
            clock.schedule(() => source.next({ key, at: clock.now(), n }), at);
          });
          clock.flush();

          expect(seen.map(({ n }) => n).sort((a, b) => a - b)).toEqual(arrivals.map((_, n) => n));
          for (const { heldMs } of seen) expect(heldMs).toBeLessThanOrEqual(windowMs);
          expect(clock.actions).toEqual([]);
        },
      ),
    );
  });

  it('sorts whatever arrives within one window', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (keys) => {
        const clock = new VirtualTimeScheduler();
        const source = new Subject<number>();
        const seen: number[] = [];
        source
          .pipe(orderWithin(100, { by: (key) => key, scheduler: clock }))
          .subscribe((key) => seen.push(key));

        keys.forEach((key) => {
          source.next(key);
        });
        clock.flush();

        expect(seen).toEqual([...keys].sort((a, b) => a - b));
      }),
    );
  });

  it.each([-1, NaN])('refuses a window of %d, when called', (windowMs) => {
    expect(() => orderWithin(windowMs, { by })).toThrow(RangeError);
  });
});
