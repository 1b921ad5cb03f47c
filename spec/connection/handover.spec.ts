import { defer, EMPTY, NEVER, type Observable, of, Subject, take, timer } from 'rxjs';
import { handover } from '../../lib/connection/handover.js';
import { marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';

/** Upper case: the source it comes from can take over. */
const isReady = (value: string) => value === value.toUpperCase();

/** Gives the sources in turn, then silence. */
const inTurn = (...sources: Observable<string>[]) => {
  let next = 0;
  return () => sources[next++] ?? NEVER;
};

describe('handover', () => {
  // prettier-ignore
  it('opens a successor when a renewal is due, forwards both, and drops the first when the second is ready', marbles((m) => {
    const first =  m.cold('-aR-b-c-d-e-f---');
    const due =    m.cold(  '-----(x|)');
    const second = m.cold(       '--g-S-h-');
    const unsub =         '---------------!';
    const firstSubs =     '^----------!';
    const secondSubs =    '-------^-------!';
    const dueSubs =      ['--^----!',
                          '-----------^---!'];
    const expected =      '-aR-b-c-dgeS-h--';
    const result = handover({ open: inTurn(first, second), isReady, renewal$: due });

    m.expect(result, unsub).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(firstSubs);
    m.expect(second).toHaveSubscriptions(secondSubs);
    m.expect(due).toHaveSubscriptions(dueSubs);
  }));

  // prettier-ignore
  it('replaces each successor in turn', marbles((m) => {
    const first =  m.cold('R---');
    const second = m.cold( '--S---');
    const third =  m.cold(    '--T---');
    const unsub =         '-------!';
    const subs1 =         '^--!';
    const subs2 =         '-^----!';
    const subs3 =         '----^--!';
    const expected =      'R--S--T-';
    const renewal$ = timer(1);
    const result = handover({ open: inTurn(first, second, third), isReady, renewal$ });

    m.expect(result, unsub).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs1);
    m.expect(second).toHaveSubscriptions(subs2);
    m.expect(third).toHaveSubscriptions(subs3);
  }));

  // prettier-ignore
  it('opens no successor before the first is ready', marbles((m) => {
    const first =  m.cold('-a--b---');
    const unsub =         '-------!';
    const expected =      '-a--b---';
    const open = jest.fn(() => first);

    m.expect(handover({ open, isReady, renewal$: of(1) }), unsub).toBeObservable(expected);
    m.flush();
    expect(open).toHaveBeenCalledTimes(1);
  }));

  // prettier-ignore
  it('starts the renewal when a source is first ready', marbles((m) => {
    const first = m.cold('-R-R-----');
    const due =   m.cold( '-----(x|)');
    const dueSubs =      '-^----!';
    const unsub =        '-------!';
    const expected =     '-R-R----';

    m.expect(handover({ open: inTurn(first), isReady, renewal$: due }), unsub).toBeObservable(expected);
    m.expect(due).toHaveSubscriptions(dueSubs);
  }));

  // prettier-ignore
  it('errors with the present source', marbles((m) => {
    const first =  m.cold('-R-a#');
    const due =    m.cold( '------');
    const subs =          '^---!';
    const dueSubs =       '-^--!';
    const expected =      '-R-a#';

    m.expect(handover({ open: inTurn(first), isReady, renewal$: due })).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs);
    m.expect(due).toHaveSubscriptions(dueSubs);
  }));

  // prettier-ignore
  it('errors with the predecessor before its successor is ready', marbles((m) => {
    const first =  m.cold('R----#');
    const second = m.cold(  '--a-----');
    const subs2 =         '--^--!';
    const expected =      'R---a#';

    m.expect(handover({ open: inTurn(first, second), isReady, renewal$: timer(2) })).toBeObservable(expected);
    m.expect(second).toHaveSubscriptions(subs2);
  }));

  // prettier-ignore
  it('errors with a successor, and unsubscribes from the predecessor', marbles((m) => {
    const first =  m.cold('R----a---');
    const second = m.cold(  '--#');
    const subs1 =         '^---!';
    const expected =      'R---#';

    m.expect(handover({ open: inTurn(first, second), isReady, renewal$: timer(2) })).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs1);
  }));

  // prettier-ignore
  it('errors with a first source that errors at once', marbles((m) => {
    const first = m.cold('#');
    const subs =         '(^!)';
    const expected =     '#';

    m.expect(handover({ open: () => first, isReady, renewal$: NEVER })).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('completes neither with an empty source nor with one that completes, and replaces it at the renewal', marbles((m) => {
    const first =  m.cold('-R-|');
    const second = m.cold(    '-S|');
    const subs1 =         '^--!';
    const subs2 =         '----^-!';
    const expected =      '-R---S-----';

    m.expect(handover({ open: inTurn(first, second), isReady, renewal$: timer(3) })).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs1);
    m.expect(second).toHaveSubscriptions(subs2);
    m.expect(handover({ open: () => EMPTY as Observable<string>, isReady, renewal$: NEVER })).toBeObservable('-');
  }));

  // prettier-ignore
  it('waits with a source that never emits', marbles((m) => {
    const first = m.cold('-');
    const subs =         '^';
    const expected =     '-';

    m.expect(handover({ open: () => first, isReady, renewal$: NEVER })).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('unsubscribes from both, and opens no more, when it is unsubscribed', marbles((m) => {
    const first =  m.cold('R------');
    const second = m.cold(  '------');
    const unsub =         '----!';
    const subs1 =         '^---!';
    const subs2 =         '--^-!';
    const expected =      'R----';

    m.expect(handover({ open: inTurn(first, second), isReady, renewal$: timer(2) }), unsub).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs1);
    m.expect(second).toHaveSubscriptions(subs2);
  }));

  // prettier-ignore
  it('accepts sources that are ready synchronously', marbles((m) => {
    const first =  m.cold('R-a-b-c-');
    const second = m.cold(   'S-d---');
    const unsub =         '-------!';
    const subs1 =         '^--!';
    const subs2 =         '---^---!';
    const expected =      'R-aS-d--';
    const turns = [timer(3), NEVER];
    const renewal$ = defer(() => turns.shift()!);

    m.expect(handover({ open: inTurn(first, second), isReady, renewal$ }), unsub).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions(subs1);
    m.expect(second).toHaveSubscriptions(subs2);
  }));

  // prettier-ignore
  it('starts again for each subscriber', marbles((m) => {
    const source = m.cold('R-a---');
    const first =         '^----!';
    const expected1 =     'R-a-R-';
    const second =        '-^----!';
    const expected2 =     '-R-a-R-';
    const third =         '--------^----!';
    const expected3 =     '--------R-a-R-';
    const result = handover({ open: () => source, isReady, renewal$: timer(4) });

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(result, third).toBeObservable(expected3);
    m.expect(source).toHaveSubscriptions([
      '^---!',
      '-^---!',
      '----^!',
      '-----^!',
      '--------^---!',
      '------------^!',
    ]);
  }));

  it('replaces a source that is ready during its subscription', () => {
    const clock = new VirtualClock();
    let opened = 0;
    const open = () => {
      opened++;
      return of('R');
    };
    const subscription = handover({ open, isReady, renewal$: timer(10, clock) }).subscribe();
    clock.advance(35);

    expect(opened).toBe(4);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('unsubscribes from everything when it is unsubscribed inside next, in the middle of a handover', () => {
    const clock = new VirtualClock();
    const sources = [new Subject<string>(), new Subject<string>()];
    const opened = inTurn(...sources);
    handover({ open: opened, isReady, renewal$: timer(10, clock) })
      .pipe(take(2))
      .subscribe();
    sources[0]?.next('R');
    clock.advance(10);
    expect(sources.map(({ observed }) => observed)).toEqual([true, true]);

    sources[1]?.next('S');
    expect(sources.map(({ observed }) => observed)).toEqual([false, false]);
    expect(clock.pending).toBe(0);
  });
});
