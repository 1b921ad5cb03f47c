import { concat, Observable, of, Subject, Subscription, throwError } from 'rxjs';
import { hear } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

const heard = (source$: Observable<string>) =>
  new Observable<string>((subscriber) => {
    hear(source$, subscriber, (value) => {
      subscriber.next(value.toUpperCase());
    });
  });

describe('hear', () => {
  // prettier-ignore
  it('has told what the source emits, and does not end with it', marbles((m) => {
    const source = m.cold('-a-b|  ');
    const subs =          '^---!  ';
    const expected =      '-A-B---';

    m.expect(heard(source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with the source', marbles((m) => {
    const source = m.cold('-a-#');
    const expected =      '-A-#';

    m.expect(heard(source)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('leaves the source when it is unsubscribed', marbles((m) => {
    const source = m.hot('-a-b-c-');
    const unsub =        '----!  ';
    const expected =     '-A-B-  ';

    m.expect(heard(source), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions('^---!');
  }));

  it('tells somebody else of an error', () => {
    const source$ = new Subject<string>();
    const failed = jest.fn();
    const error = jest.fn();
    new Observable((subscriber) => {
      hear(source$, subscriber, () => undefined, failed);
    }).subscribe({ error });
    source$.error(new Error('lost'));

    expect(failed).toHaveBeenCalledWith(new Error('lost'));
    expect(error).not.toHaveBeenCalled();
  });

  it('does not subscribe for who is closed', () => {
    const subscribed = jest.fn();
    new Observable((subscriber) => {
      subscriber.complete();
      hear(new Observable(subscribed), subscriber, () => undefined);
    }).subscribe();

    expect(subscribed).not.toHaveBeenCalled();
  });

  it('tells nothing more of what a source emits at once, when its owner is closed meanwhile', () => {
    const owner = new Subscription();
    const seen: string[] = [];
    const next = (value: string) => {
      seen.push(value);
      owner.unsubscribe();
    };
    const failed = jest.fn();
    hear(
      concat(
        of('a', 'b'),
        throwError(() => new Error('late')),
      ),
      owner,
      next,
      failed,
    );

    expect(seen).toEqual(['a']);
    expect(failed).not.toHaveBeenCalled();
  });
});
