import { BehaviorSubject } from 'rxjs';
import { skipInitial } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

describe('skipInitial', () => {
  // prettier-ignore
  it('mirrors the signal, and ignores its completion and error', marbles((m) => {
    const ends =  m.hot('-a-b-|');
    const fails = m.hot('-a-b-#');
    const subs =        '^----!';
    const expected =    '-a-b--';

    m.expect(skipInitial(ends)).toBeObservable(expected);
    m.expect(skipInitial(fails)).toBeObservable(expected);
    m.expect(ends).toHaveSubscriptions(subs);
    m.expect(fails).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('subscribes to the signal for each subscriber, and unsubscribes with it', marbles((m) => {
    const source = m.hot('-a--b--c-');
    const first =        '^--!';
    const second =       '--^--!';
    const subs =        ['^--!',
                         '--^--!'];

    m.expect(skipInitial(source), first).toBeObservable('-a-');
    m.expect(skipInitial(source), second).toBeObservable('----b-');
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('skips the values that the signal emits on subscribe', () => {
    const seen = jest.fn();
    const source = new BehaviorSubject('old');
    const subscription = skipInitial(source).subscribe(seen);
    expect(seen).not.toHaveBeenCalled();

    source.next('new');
    expect(seen.mock.calls).toEqual([['new']]);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });
});
