import { BehaviorSubject, concat, EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import { browserNetwork$, quiet, steady } from '../../lib/connection/network.js';
import { marbles } from '../support/marbles.js';

/** `t`: online; `f`: offline. */
const online = { t: true, f: false };

describe('steady', () => {
  // prettier-ignore
  it('takes the network for online until it says otherwise', marbles((m) => {
    const source = m.hot('--f-t-f-', online);
    const subs =         '^-------';
    const expected =     't-f-t-f-';

    m.expect(steady(source)).toBeObservable(expected, online);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('believes what the network says on subscribe, the last of it', marbles((m) => {
    m.expect(steady(concat(of(false), NEVER))).toBeObservable('f', online);
    m.expect(steady(concat(of(true, false), NEVER))).toBeObservable('f', online);
    m.expect(steady(concat(of(false, true), NEVER))).toBeObservable('t', online);
  }));

  // prettier-ignore
  it('leaves out what is said twice', marbles((m) => {
    const source = m.hot('-t-f-f-t-t-', online);
    const expected =     't--f---t---';

    m.expect(steady(source)).toBeObservable(expected, online);
  }));

  // prettier-ignore
  it('takes neither an end nor an error for news', marbles((m) => {
    const ends =  m.hot('-f-|', online);
    const fails = m.hot('-f-#', online);
    const expected =    'tf---';

    m.expect(steady(ends)).toBeObservable(expected, online);
    m.expect(steady(fails)).toBeObservable(expected, online);
    m.expect(steady(EMPTY)).toBeObservable('t', online);
    m.expect(steady(throwError(() => new Error('no such API')))).toBeObservable('t', online);
    m.expect(steady(NEVER)).toBeObservable('t', online);
  }));

  // prettier-ignore
  it('leaves the network when it is unsubscribed, and asks it anew for each subscriber', marbles((m) => {
    const source = m.hot('--f--t--', online);
    const first =        '^--!';
    const expected1 =    't-f-';
    const second =       '----^--!';
    const expected2 =    '----t---';
    const subs =        ['^--!',
                         '----^--!'];
    const result = steady(source);

    m.expect(result, first).toBeObservable(expected1, online);
    m.expect(result, second).toBeObservable(expected2, online);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('takes it when the network changes inside next', () => {
    const source = new Subject<boolean>();
    const told: boolean[] = [];
    const subscription = steady(source).subscribe((value) => {
      told.push(value);
      if (told.length === 1) source.next(false);
    });

    expect(told).toEqual([true, false]);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });
});

describe('quiet', () => {
  // prettier-ignore
  it('says what is news, and takes neither an end nor an error for it', marbles((m) => {
    const ends =  m.hot('-a-b-|');
    const fails = m.hot('-a-b-#');
    const subs =        '^----!';
    const expected =    '-a-b--';

    m.expect(quiet(ends)).toBeObservable(expected);
    m.expect(quiet(fails)).toBeObservable(expected);
    m.expect(ends).toHaveSubscriptions(subs);
    m.expect(fails).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves the signal when it is unsubscribed, and listens anew for each subscriber', marbles((m) => {
    const source = m.hot('-a--b--c-');
    const first =        '^--!';
    const second =       '--^--!';
    const subs =        ['^--!',
                         '--^--!'];

    m.expect(quiet(source), first).toBeObservable('-a-');
    m.expect(quiet(source), second).toBeObservable('----b-');
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('leaves out what is said as soon as it listens', () => {
    const told = jest.fn();
    const source = new BehaviorSubject('old');
    const subscription = quiet(source).subscribe(told);
    expect(told).not.toHaveBeenCalled();

    source.next('new');
    expect(told.mock.calls).toEqual([['new']]);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });
});

describe('browserNetwork$', () => {
  it('is online where there is no page to tell, as in Node', () => {
    const told: boolean[] = [];
    browserNetwork$.subscribe((value) => told.push(value)).unsubscribe();

    expect(told).toEqual([true]);
  });
});
