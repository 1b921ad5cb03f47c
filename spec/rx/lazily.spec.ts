import { type Observable, of } from 'rxjs';
import { lazily, lazilyFed, once } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

describe('lazily', () => {
  it('makes the stream for its first subscriber, and once', () => {
    const make = jest.fn(() => of(1));
    const stream$ = lazily(make);
    expect(make).not.toHaveBeenCalled();

    stream$.subscribe();
    stream$.subscribe();
    expect(make).toHaveBeenCalledTimes(1);
  });

  // prettier-ignore
  it('is the stream: emits, completes, is left', marbles((m) => {
    const source = m.cold('-a-b-|');
    const expected =      '-a-b-|';

    m.expect(lazily(() => source)).toBeObservable(expected);
    m.expect(lazily(() => source), '--!').toBeObservable('-a');
    m.expect(source).toHaveSubscriptions(['^----!', '^-!']);
  }));

  // prettier-ignore
  it('errors with the stream', marbles((m) => {
    m.expect(lazily(() => m.cold('-a-#'))).toBeObservable('-a-#');
  }));
});

describe('once', () => {
  it('makes a thing when it is first asked for', () => {
    const make = jest.fn(() => ({}));
    const thing = once(make);
    expect(make).not.toHaveBeenCalled();

    expect(thing()).toBe(thing());
    expect(make).toHaveBeenCalledTimes(1);
  });
});

describe('lazilyFed', () => {
  it('sets the work to work with the first value, and feeds it all', () => {
    const seen: string[] = [];
    const work = jest.fn((fed$: Observable<string>) => fed$.subscribe((value) => seen.push(value)));
    const feed = lazilyFed(work);
    expect(work).not.toHaveBeenCalled();

    feed('a');
    feed('b');
    expect(seen).toEqual(['a', 'b']);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
