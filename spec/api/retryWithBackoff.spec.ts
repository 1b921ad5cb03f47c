import {
  concat,
  defer,
  NEVER,
  of,
  Subject,
  take,
  tap,
  throwError,
  VirtualTimeScheduler,
} from 'rxjs';
import { retryWithBackoff } from '../../lib/api/retryWithBackoff.js';
import { marbles } from '../support/marbles.js';
import { diagram, firstDelayMs } from './retryWithBackoff.diagram.mjs';

const most = () => 1;
const half = () => 0.5;

describe('retryWithBackoff', () => {
  // prettier-ignore
  it('does what its diagram shows', marbles((m) => {
    const source = m.cold(diagram.source);
    const options = { firstDelayMs, maxRetries: 3, random: most };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(diagram.expected);
    m.expect(source).toHaveSubscriptions([...(diagram.subscriptions ?? [])]);
  }));

  // prettier-ignore
  it('doubles the wait after each failure, up to the ceiling, then passes the error on', marbles((m) => {
    const source = m.cold('-#');
    const subs =         ['^!',
                          '---^!',
                          '--------^!',
                          '--------------^!'];
    const expected =      '---------------#';
    const options = { firstDelayMs: 2, maxDelayMs: 5, maxRetries: 3, random: most };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('waits a random part of the ceiling', marbles((m) => {
    const source = m.cold('-#');
    const subs =         ['^!',
                          '---^!',
                          '--------^!'];
    const expected =      '---------#';
    const options = { firstDelayMs: 4, maxDelayMs: 30, maxRetries: 2, random: half };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('waits up to 1 s, 2 s, 4 s, 8 s, 16 s and 30 s by default', marbles((m) => {
    const source = m.cold('#');
    const subs =         ['(^!)',
                          '1s (^!)',
                          '3s (^!)',
                          '7s (^!)',
                          '15s (^!)',
                          '31s (^!)',
                          '61s (^!)',
                          '91s (^!)'];
    const unsub =         '100s !';
    const expected =      '-';

    m.expect(source.pipe(retryWithBackoff({ random: most })), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('resets the backoff after a value', marbles((m) => {
    const fails = m.cold(    '#');
    const works = m.cold(    '-a#');
    const failsSubs =       ['(^!)',
                             '--(^!)',
                             '----------(^!)'];
    const worksSubs =       ['------^-!'];
    const expected =         '-------a--#';
    const tries = [fails, fails, works, fails];
    const source = defer(() => tries.shift()!);
    const options = { firstDelayMs: 2, maxDelayMs: 30, maxRetries: 3, random: most, isRetryable: () => tries.length > 0 };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(expected);
    m.expect(fails).toHaveSubscriptions(failsSubs);
    m.expect(works).toHaveSubscriptions(worksSubs);
  }));

  // prettier-ignore
  it('passes on at once an error that is not retryable', marbles((m) => {
    const source = m.cold('-#');
    const subs =          '^!';
    const expected =      '-#';

    m.expect(source.pipe(retryWithBackoff({ isRetryable: () => false }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('waits at least as long as the error asks for', marbles((m) => {
    const error = { waitMs: 7 };
    const source = m.cold('-#', undefined, error);
    const subs =         ['^!',
                          '--------^!',
                          '----------------^!',
                          '-------------------------^!'];
    const expected =      '--------------------------#';
    const minDelayMs = () => error.waitMs;
    const options = { firstDelayMs: 4, maxDelayMs: 30, maxRetries: 3, random: half, minDelayMs };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(expected, undefined, error);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('does not retry if maxRetries is 0', marbles((m) => {
    const source = m.cold('-#');
    const subs =          '^!';
    const expected =      '-#';

    m.expect(source.pipe(retryWithBackoff({ maxRetries: 0 }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('mirrors the source, and completes with it', marbles((m) => {
    const source = m.cold('-a-b-|');
    const subs =          '^----!';
    const expected =      '-a-b-|';

    m.expect(source.pipe(retryWithBackoff())).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('keeps retrying a source that only errors', marbles((m) => {
    const source = m.cold('#');
    const subs =         ['(^!)',
                          '--(^!)',
                          '------(^!)'];
    const expected =      '------#';
    const options = { firstDelayMs: 2, maxDelayMs: 30, maxRetries: 2, random: most };

    m.expect(source.pipe(retryWithBackoff(options))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('does not retry after it is unsubscribed in the middle of a wait', marbles((m) => {
    const source = m.cold('-#');
    const subs =          '^!';
    const unsub =         '---!';
    const expected =      '----------';

    m.expect(source.pipe(retryWithBackoff({ firstDelayMs: 5, random: most })), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('starts again for each subscriber', marbles((m) => {
    const source = m.cold('-#');
    const first =         '^';
    const expected1 =     '---------#';
    const second =        '--^';
    const expected2 =     '-----------#';
    const third =         '------------^';
    const expected3 =     '---------------------#';
    const subs =         ['^!',
                          '--^!',
                          '---^!',
                          '-----^!',
                          '--------^!',
                          '----------^!',
                          '------------^!',
                          '---------------^!',
                          '--------------------^!'];
    const options = { firstDelayMs: 2, maxDelayMs: 30, maxRetries: 2, random: most };
    const result = source.pipe(retryWithBackoff(options));

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(result, third).toBeObservable(expected3);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('uses the given scheduler, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const triedAt: number[] = [];
    const subscription = defer(() => {
      triedAt.push(clock.now());
      return throwError(() => new Error('no'));
    })
      .pipe(retryWithBackoff({ random: most, scheduler: clock }))
      .subscribe();

    clock.maxFrames = 10_000;
    clock.flush();
    expect(triedAt).toEqual([0, 1_000, 3_000, 7_000]);

    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it('retries in 0 ms, and not synchronously, if the jitter is 0', () => {
    const clock = new VirtualTimeScheduler();
    let tries = 0;
    const subscription = defer(() => {
      tries++;
      return throwError(() => new Error('no'));
    })
      .pipe(retryWithBackoff({ random: () => 0, scheduler: clock, maxRetries: 5 }))
      .subscribe({ error: () => undefined });
    expect(tries).toBe(1);

    clock.flush();
    expect(tries).toBe(6);
    expect(clock.now()).toBe(0);
    subscription.unsubscribe();
  });

  it('calls isRetryable once per error', () => {
    const clock = new VirtualTimeScheduler();
    const errors = [new Error('1'), new Error('2'), new Error('3')];
    const isRetryable = jest.fn(() => errors.length > 0);
    let last: unknown;
    defer(() => {
      const error = errors.shift();
      return throwError(() => error);
    })
      .pipe(retryWithBackoff({ isRetryable, scheduler: clock }))
      .subscribe({ error: (error: unknown) => (last = error) });
    clock.flush();

    expect(isRetryable.mock.calls).toEqual([[new Error('1')], [new Error('2')], [new Error('3')]]);
    expect(last).toEqual(new Error('3'));
  });

  it('takes nothing more from a synchronous source, and does not retry, once it is unsubscribed inside next', () => {
    const clock = new VirtualTimeScheduler();
    let asked = 0;
    concat(
      of('a', 'b').pipe(tap(() => asked++)),
      throwError(() => new Error('no')),
    )
      .pipe(retryWithBackoff({ scheduler: clock }), take(1))
      .subscribe();

    expect(asked).toBe(1);
    expect(clock.actions).toEqual([]);
  });

  it('retries after an error that the source gets inside next', () => {
    const clock = new VirtualTimeScheduler();
    const tries = [new Subject<string>(), new Subject<string>()];
    let tried = 0;
    const subscription = defer(() => tries[tried++] ?? NEVER)
      .pipe(retryWithBackoff({ scheduler: clock }))
      .subscribe(() => {
        tries[0]?.error(new Error('no'));
      });
    tries[0]?.next('a');
    clock.flush();

    expect(tried).toBe(2);
    expect(tries[1]?.observed).toBe(true);
    subscription.unsubscribe();
  });

  it.each([
    { firstDelayMs: 0 },
    { firstDelayMs: -1 },
    { firstDelayMs: NaN },
    { firstDelayMs: 2, maxDelayMs: 1 },
    { maxDelayMs: NaN },
  ])('refuses %p, when called', (options) => {
    expect(() => retryWithBackoff(options)).toThrow(RangeError);
  });
});
