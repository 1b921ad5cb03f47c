import {
  type Observable,
  of,
  queueScheduler,
  type SchedulerLike,
  share,
  Subject,
  take,
  tap,
} from 'rxjs';
import { throttleToFrames } from '../../lib/chat/throttleToFrames.js';
import { type Context, marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';

/** The last letter that `source` has brought, `0` at first, at most once in a frame of 16 ms. */
function lettersOf(m: Context, source: Observable<string>): Observable<string> {
  let letter = '0';
  const changes$ = source.pipe(
    tap((next) => (letter = next)),
    share(),
  );
  return throttleToFrames(changes$, () => letter, {
    scheduler: m.scheduler,
    frameScheduler: undefined,
  });
}

/** Something that changes by hand, and what comes of it on clocks of its own. */
function changing({ frames }: { readonly frames?: SchedulerLike } = {}) {
  const clock = new VirtualClock();
  const changes$ = new Subject<void>();
  let value = 0;
  const result = throttleToFrames(changes$, () => value, {
    scheduler: clock,
    frameScheduler: frames,
  });
  return {
    clock,
    changes$,
    result,
    becomes: (next: number) => {
      value = next;
      changes$.next();
    },
  };
}

describe('throttleToFrames', () => {
  // prettier-ignore
  it('gives the present value, then each change at once, but at most one a frame', marbles((m) => {
    const source = m.hot('-a---b-c  20ms      d---|');
    const subs =         '^-------  20ms      ----!';
    const expected =     '0a 15ms c     14ms     (d|)';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('gives a change at once after a quiet frame', marbles((m) => {
    const source = m.hot('-a 20ms b 20ms c 20ms |');
    const expected =     '0a 20ms b 20ms c 20ms |';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('leaves out what is the same', marbles((m) => {
    const source = m.hot('-a 20ms a 20ms b 20ms |');
    const expected =     '0a 20ms - 20ms b 20ms |';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('gives the present value and completes with an empty source', marbles((m) => {
    const source = m.cold('|');
    const subs =          '(^!)';
    const expected =      '(0|)';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('gives the present value with a source that never says anything', marbles((m) => {
    const source = m.cold('-');
    const subs =          '^';
    const expected =      '0';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('gives the present value and errors with a source that only errors', marbles((m) => {
    const source = m.cold('#');
    const subs =          '(^!)';
    const expected =      '(0#)';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with the source', marbles((m) => {
    const source = m.hot('-a-b-#');
    const subs =         '^----!';
    const expected =     '0a---#';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves the source when it is unsubscribed early', marbles((m) => {
    const source = m.hot('-a-b-------|');
    const unsub =        '-----!';
    const subs =         '^----!';
    const expected =     '0a----';

    m.expect(lettersOf(m, source), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('takes a source that says everything at once', marbles((m) => {
    const source = m.cold('(abc|)');
    const subs =          '(^!)';
    const expected =      '(0ac|)';

    m.expect(lettersOf(m, source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('gives what is present by then when it is subscribed again, and frames of its own to each of two subscribers', marbles((m) => {
    const source = m.hot('-a---b-  20ms   c 20ms |');
    const first =        '^------  20ms   !';
    const expected1 =    '0a 15ms b';
    const second =       '---^';
    const expected2 =    '---a-b-  20ms   c 20ms |';
    const result = lettersOf(m, source);

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
  }));

  it('waits by the scheduler it is given, and leaves nothing on it', () => {
    const { clock, result, becomes } = changing();
    const seen: [number, number][] = [];
    const subscription = result.subscribe((value) => seen.push([value, clock.now()]));
    becomes(1);
    becomes(2);
    becomes(3);
    expect(seen).toEqual([
      [0, 0],
      [1, 0],
    ]);

    clock.advance(16);
    expect(seen.slice(2)).toEqual([[3, 16]]);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('lets another scheduler say when a frame is over', () => {
    const frames = new VirtualClock();
    const { clock, result, becomes } = changing({ frames });
    const seen: number[] = [];
    const subscription = result.subscribe((value) => seen.push(value));
    becomes(1);
    becomes(2);
    clock.advance(1_000);
    expect(seen).toEqual([0, 1]);
    expect(clock.pending).toBe(0);

    frames.advance(0);
    expect(seen).toEqual([0, 1, 2]);
    subscription.unsubscribe();
    expect(frames.pending).toBe(0);
  });

  it('completes with the last value at once, in the middle of a frame, and leaves no timer', () => {
    const { clock, result, becomes, changes$ } = changing();
    const seen: unknown[] = [];
    result.subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });
    becomes(1);
    becomes(2);
    changes$.complete();

    expect(seen).toEqual([0, 1, 2, 'complete']);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer when it is unsubscribed in the middle of a frame', () => {
    const { clock, result, becomes, changes$ } = changing();
    const subscription = result.subscribe();
    becomes(1);
    becomes(2);
    expect(clock.pending).toBe(1);

    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
    expect(changes$.observed).toBe(false);
  });

  it('leaves everything when it is unsubscribed inside next', () => {
    const { clock, result, becomes, changes$ } = changing();
    const seen: number[] = [];
    result.pipe(take(2)).subscribe((value) => seen.push(value));
    becomes(1);
    becomes(2);

    expect(seen).toEqual([0, 1]);
    expect(clock.pending).toBe(0);
    expect(changes$.observed).toBe(false);
  });

  it('takes a change that is made from inside next', () => {
    const { clock, result, becomes } = changing();
    const seen: number[] = [];
    const subscription = result.subscribe((value) => {
      seen.push(value);
      if (value === 1) becomes(2);
    });
    becomes(1);
    clock.advance(100);

    expect(seen).toEqual([0, 1, 2]);
    subscription.unsubscribe();
  });

  it('takes a change that is made from inside the first next', () => {
    const { clock, result, becomes } = changing();
    const seen: number[] = [];
    const subscription = result.subscribe((value) => {
      seen.push(value);
      if (value === 0) becomes(1);
    });
    clock.advance(100);

    expect(seen).toEqual([0, 1]);
    subscription.unsubscribe();
  });

  it('asks for the present value no oftener than it emits, however often that changes', () => {
    const clock = new VirtualClock();
    const changes$ = new Subject<void>();
    const present = jest.fn(() => ({}));
    const subscription = throttleToFrames(changes$, present, {
      scheduler: clock,
      frameScheduler: undefined,
    }).subscribe();
    for (let i = 0; i < 1_000; i++) changes$.next();
    clock.advance(16);

    expect(present).toHaveBeenCalledTimes(3);
    subscription.unsubscribe();
  });

  it('is content with what has completed already', () => {
    const seen: unknown[] = [];
    throttleToFrames(of(1), () => 'present', {
      scheduler: new VirtualClock(),
      frameScheduler: undefined,
    }).subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });

    expect(seen).toEqual(['present', 'complete']);
  });

  it('goes on with a frame scheduler that runs at once', () => {
    const { becomes, result } = changing({ frames: queueScheduler });
    const seen: number[] = [];
    result.subscribe((value) => seen.push(value));
    becomes(1);
    becomes(2);
    expect(seen).toEqual([0, 1, 2]);
  });
});
