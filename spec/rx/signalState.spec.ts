import { concat, EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import { signalState } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

const states = { t: true, f: false };

describe('signalState', () => {
  // prettier-ignore
  it('is true until the signal says otherwise', marbles((m) => {
    const source = m.hot('--f-t-f-', states);
    const subs =         '^-------';
    const expected =     't-f-t-f-';

    m.expect(signalState(source)).toBeObservable(expected, states);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('starts with the last value that the signal emits on subscribe', marbles((m) => {
    m.expect(signalState(concat(of(false), NEVER))).toBeObservable('f', states);
    m.expect(signalState(concat(of(true, false), NEVER))).toBeObservable('f', states);
    m.expect(signalState(concat(of(false, true), NEVER))).toBeObservable('t', states);
  }));

  // prettier-ignore
  it('drops repeats', marbles((m) => {
    const source = m.hot('-t-f-f-t-t-', states);
    const expected =     't--f---t---';

    m.expect(signalState(source)).toBeObservable(expected, states);
  }));

  // prettier-ignore
  it('ignores completion and error', marbles((m) => {
    const ends =  m.hot('-f-|', states);
    const fails = m.hot('-f-#', states);
    const expected =    'tf---';

    m.expect(signalState(ends)).toBeObservable(expected, states);
    m.expect(signalState(fails)).toBeObservable(expected, states);
    m.expect(signalState(EMPTY)).toBeObservable('t', states);
    m.expect(signalState(throwError(() => new Error('no such API')))).toBeObservable('t', states);
    m.expect(signalState(NEVER)).toBeObservable('t', states);
  }));

  // prettier-ignore
  it('subscribes to the signal for each subscriber, and unsubscribes with it', marbles((m) => {
    const source = m.hot('--f--t--', states);
    const first =        '^--!';
    const expected1 =    't-f-';
    const second =       '----^--!';
    const expected2 =    '----t---';
    const subs =        ['^--!',
                         '----^--!'];
    const result = signalState(source);

    m.expect(result, first).toBeObservable(expected1, states);
    m.expect(result, second).toBeObservable(expected2, states);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('emits a change that happens inside next', () => {
    const source = new Subject<boolean>();
    const seen: boolean[] = [];
    const subscription = signalState(source).subscribe((value) => {
      seen.push(value);
      if (seen.length === 1) source.next(false);
    });

    expect(seen).toEqual([true, false]);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });
});
