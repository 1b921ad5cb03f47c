import { concat, defer, EMPTY, mergeMap, NEVER, type Observable, of, Subject, take } from 'rxjs';
import { within } from '../../lib/rx/index.js';
import { VirtualClock } from '../support/virtualClock.js';
import { type Context, marbles } from '../support/marbles.js';

const patient = (m: Context, otherwise: Observable<string>, each?: number) =>
  within<string>({
    first: 3,
    ...(each !== undefined && { each }),
    scheduler: m.scheduler,
    otherwise: () => otherwise,
  });

describe('within', () => {
  // prettier-ignore
  it('emits and completes as its source does, and leaves no timer', marbles((m) => {
    const source = m.cold('--a-----b|');
    const subs =          '^--------!';
    const expected =      '--a-----b|';

    m.expect(source.pipe(patient(m, EMPTY))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('goes on otherwise where the source is silent for too long', marbles((m) => {
    const source = m.cold('------a|');
    const subs =          '^--!';
    const other =  m.cold('   -x-y|');
    const expected =      '----x-y|';

    m.expect(source.pipe(patient(m, other))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with its source, or as what takes its place', marbles((m) => {
    const source = m.cold('--#');
    const silent = m.cold('------a');

    m.expect(source.pipe(patient(m, EMPTY))).toBeObservable('--#');
    m.expect(silent.pipe(patient(m, m.cold('#')))).toBeObservable('---#');
  }));

  // prettier-ignore
  it('takes each silence for itself where it is told to', marbles((m) => {
    const source = m.cold('--a-b---c|');
    const subs =          '^-----!';
    const expected =      '--a-b-(x|)';

    m.expect(source.pipe(patient(m, of('x'), 2))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves its source, or what has taken its place, when it is unsubscribed', marbles((m) => {
    const source = m.cold('-a----b-');
    const early =         '--!     ';
    const silent = m.cold('------a-');
    const other =  m.cold('   --x--');
    const late =          '----!   ';

    m.expect(source.pipe(patient(m, EMPTY)), early).toBeObservable('-a');
    m.expect(source).toHaveSubscriptions('^-!');
    m.expect(silent.pipe(patient(m, other)), late).toBeObservable('-');
    m.expect(other).toHaveSubscriptions('---^!');
  }));

  // prettier-ignore
  it('waits for no value once its source has completed, and for ever where it may', marbles((m) => {
    const never =  m.cold('-a');

    m.expect(m.cold('--|').pipe(patient(m, of('x')))).toBeObservable('--|');
    m.expect(never.pipe(patient(m, of('x')))).toBeObservable('-a');
    m.expect(never).toHaveSubscriptions('^');
  }));

  // prettier-ignore
  it('waits for each subscriber anew', marbles((m) => {
    const source = m.cold('----a');
    const result = source.pipe(patient(m, of('x')));

    m.expect(result).toBeObservable('---(x|)');
    m.expect(m.cold('--a|').pipe(mergeMap(() => result))).toBeObservable('-----(x|)');
    m.expect(source).toHaveSubscriptions(['^--!', '--^--!']);
  }));

  it('leaves a source that emits while it is being subscribed', () => {
    const second = jest.fn(() => of('b'));
    const values: string[] = [];
    concat(of('a'), defer(second))
      .pipe(within({ first: 3, scheduler: new VirtualClock(), otherwise: () => EMPTY }), take(1))
      .subscribe((value) => values.push(value));

    expect(values).toEqual(['a']);
    expect(second).not.toHaveBeenCalled();
  });

  it('errors where nothing can be had otherwise', () => {
    const clock = new VirtualClock();
    const error = jest.fn();
    const otherwise = (): Observable<never> => {
      throw new Error('none');
    };
    NEVER.pipe(within({ first: 3, scheduler: clock, otherwise })).subscribe({ error });
    clock.advance(3);

    expect(error).toHaveBeenCalledWith(new Error('none'));
  });

  it('has no timer left, outside of marbles', () => {
    const clock = new VirtualClock();
    const options = { first: 3, scheduler: clock, otherwise: () => EMPTY };
    const source$ = new Subject<string>();
    const all = [source$, of('a')].map((each$) => each$.pipe(within(options)).subscribe());
    expect(clock.pending).toBe(1);

    source$.next('a');
    expect(clock.pending).toBe(0);
    all.forEach((each) => each.unsubscribe());
  });
});
