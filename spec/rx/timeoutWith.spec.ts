import { concat, defer, EMPTY, mergeMap, NEVER, type Observable, of, Subject, take } from 'rxjs';
import { timeoutWith } from '../../lib/rx/index.js';
import { VirtualClock } from '../support/virtualClock.js';
import { type Context, marbles } from '../support/marbles.js';

const timeout = (m: Context, fallback: Observable<string>, each?: number) =>
  timeoutWith<string>({
    first: 3,
    ...(each !== undefined && { each }),
    scheduler: m.scheduler,
    with: () => fallback,
  });

describe('timeoutWith', () => {
  // prettier-ignore
  it('emits and completes as its source does, and leaves no timer', marbles((m) => {
    const source = m.cold('--a-----b|');
    const subs =          '^--------!';
    const expected =      '--a-----b|';

    m.expect(source.pipe(timeout(m, EMPTY))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('continues with the fallback if the source is silent for too long', marbles((m) => {
    const source = m.cold('------a|');
    const subs =          '^--!';
    const other =  m.cold('   -x-y|');
    const expected =      '----x-y|';

    m.expect(source.pipe(timeout(m, other))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with its source or the fallback', marbles((m) => {
    const source = m.cold('--#');
    const silent = m.cold('------a');

    m.expect(source.pipe(timeout(m, EMPTY))).toBeObservable('--#');
    m.expect(silent.pipe(timeout(m, m.cold('#')))).toBeObservable('---#');
  }));

  // prettier-ignore
  it('limits the time between values if told to', marbles((m) => {
    const source = m.cold('--a-b---c|');
    const subs =          '^-----!';
    const expected =      '--a-b-(x|)';

    m.expect(source.pipe(timeout(m, of('x'), 2))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('unsubscribes from its source or the fallback when it is unsubscribed', marbles((m) => {
    const source = m.cold('-a----b-');
    const early =         '--!     ';
    const silent = m.cold('------a-');
    const other =  m.cold('   --x--');
    const late =          '----!   ';

    m.expect(source.pipe(timeout(m, EMPTY)), early).toBeObservable('-a');
    m.expect(source).toHaveSubscriptions('^-!');
    m.expect(silent.pipe(timeout(m, other)), late).toBeObservable('-');
    m.expect(other).toHaveSubscriptions('---^!');
  }));

  // prettier-ignore
  it('stops its timer when its source completes, and by default after the first value', marbles((m) => {
    const never =  m.cold('-a');

    m.expect(m.cold('--|').pipe(timeout(m, of('x')))).toBeObservable('--|');
    m.expect(never.pipe(timeout(m, of('x')))).toBeObservable('-a');
    m.expect(never).toHaveSubscriptions('^');
  }));

  // prettier-ignore
  it('starts a timer for each subscriber', marbles((m) => {
    const source = m.cold('----a');
    const result = source.pipe(timeout(m, of('x')));

    m.expect(result).toBeObservable('---(x|)');
    m.expect(m.cold('--a|').pipe(mergeMap(() => result))).toBeObservable('-----(x|)');
    m.expect(source).toHaveSubscriptions(['^--!', '--^--!']);
  }));

  it('unsubscribes from a source that emits during its subscription', () => {
    const second = jest.fn(() => of('b'));
    const values: string[] = [];
    concat(of('a'), defer(second))
      .pipe(timeoutWith({ first: 3, scheduler: new VirtualClock(), with: () => EMPTY }), take(1))
      .subscribe((value) => values.push(value));

    expect(values).toEqual(['a']);
    expect(second).not.toHaveBeenCalled();
  });

  it('errors if the fallback cannot be made', () => {
    const clock = new VirtualClock();
    const error = jest.fn();
    const fallback = (): Observable<never> => {
      throw new Error('none');
    };
    NEVER.pipe(timeoutWith({ first: 3, scheduler: clock, with: fallback })).subscribe({ error });
    clock.advance(3);

    expect(error).toHaveBeenCalledWith(new Error('none'));
  });

  it('has no timer left, outside of marbles', () => {
    const clock = new VirtualClock();
    const options = { first: 3, scheduler: clock, with: () => EMPTY };
    const source$ = new Subject<string>();
    const all = [source$, of('a')].map((each$) => each$.pipe(timeoutWith(options)).subscribe());
    expect(clock.pending).toBe(1);

    source$.next('a');
    expect(clock.pending).toBe(0);
    all.forEach((each) => each.unsubscribe());
  });
});
