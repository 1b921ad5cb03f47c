import { EMPTY, NEVER, Observable, of, Subject } from 'rxjs';
import { takingTurns, type Turns } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

/** Takes up what `sources$` emits, in turn. */
const switched = (sources$: Observable<Observable<string>>) =>
  new Observable<string>((subscriber) => {
    const turns = takingTurns(subscriber);
    subscriber.add(
      sources$.subscribe((source$) => {
        turns.take(source$, (value) => {
          subscriber.next(value);
        });
      }),
    );
  });

function turnsOf(): { turns: Turns; end: () => void; error: jest.Mock } {
  let turns: Turns | undefined;
  const error = jest.fn();
  const subscription = new Observable((subscriber) => {
    turns = takingTurns(subscriber);
  }).subscribe({ error });
  return { turns: turns!, end: () => subscription.unsubscribe(), error };
}

const ignore = () => undefined;

describe('takingTurns', () => {
  // prettier-ignore
  it('leaves a source when the next takes its turn', marbles((m) => {
    const first =   m.cold(' -a-b-c-');
    const second =  m.cold('     -d|');
    const sources = m.hot('  x---y------', { x: first, y: second });
    const expected =      '  -a-b-d-----';

    m.expect(switched(sources)).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions('^---!');
    m.expect(second).toHaveSubscriptions('----^-!');
  }));

  // prettier-ignore
  it('errors with the source whose turn it is', marbles((m) => {
    const first =   m.cold('-a-#');
    const sources = m.hot(' x----', { x: first });
    const expected =      ' -a-#';

    m.expect(switched(sources)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('leaves the source when it is unsubscribed', marbles((m) => {
    const first =   m.cold('-a-b-c-');
    const sources = m.hot(' x------', { x: first });
    const unsub =         ' ----!  ';

    m.expect(switched(sources), unsub).toBeObservable('-a-b-');
    m.expect(first).toHaveSubscriptions('^---!');
  }));

  it('says when a source has completed, which then is left', () => {
    const { turns } = turnsOf();
    const source$ = new Subject<string>();
    const completed = jest.fn(() => {
      turns.take(NEVER, ignore);
    });
    expect(turns.isTaken).toBe(false);
    turns.take(source$, ignore, completed);
    expect(completed).not.toHaveBeenCalled();
    expect(turns.isTaken).toBe(true);

    source$.complete();
    expect(completed).toHaveBeenCalledTimes(1);
  });

  it('hears nothing more of a source that was left in the middle of what it emits', () => {
    const { turns } = turnsOf();
    const seen: string[] = [];
    const completed = jest.fn();
    const next = (value: string) => {
      seen.push(value);
      if (value === 'b') turns.take(EMPTY, ignore);
    };
    turns.take(of('a', 'b', 'c'), next, completed);

    expect(seen).toEqual(['a', 'b']);
    expect(completed).not.toHaveBeenCalled();
  });

  it('leaves on demand', () => {
    const { turns } = turnsOf();
    const source$ = new Subject<string>();
    turns.leave();
    turns.take(source$, ignore);
    turns.leave();

    expect(source$.observed).toBe(false);
    expect(turns.isTaken).toBe(false);
  });

  it('takes nothing up for who is closed', () => {
    const { turns, end } = turnsOf();
    const subscribed = jest.fn();
    end();
    turns.take(new Observable(subscribed), ignore);

    expect(subscribed).not.toHaveBeenCalled();
  });
});
