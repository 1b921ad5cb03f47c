import { of } from 'rxjs';
import { lazyObservable } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

describe('lazyObservable', () => {
  it('makes the stream at the first subscription, and only once', () => {
    const make = jest.fn(() => of(1));
    const stream$ = lazyObservable(make);
    expect(make).not.toHaveBeenCalled();

    stream$.subscribe();
    stream$.subscribe();
    expect(make).toHaveBeenCalledTimes(1);
  });

  // prettier-ignore
  it('emits, completes and is unsubscribed from as the stream', marbles((m) => {
    const source = m.cold('-a-b-|');
    const expected =      '-a-b-|';

    m.expect(lazyObservable(() => source)).toBeObservable(expected);
    m.expect(lazyObservable(() => source), '--!').toBeObservable('-a');
    m.expect(source).toHaveSubscriptions(['^----!', '^-!']);
  }));

  // prettier-ignore
  it('errors with the stream', marbles((m) => {
    m.expect(lazyObservable(() => m.cold('-a-#'))).toBeObservable('-a-#');
  }));
});
