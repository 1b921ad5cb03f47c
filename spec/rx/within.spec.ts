import { EMPTY, type Observable, of, Subject } from 'rxjs';
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
