import { concat, Observable, of, Subject, Subscription, throwError } from 'rxjs';
import { listen } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

const listening = (source$: Observable<string>) =>
  new Observable<string>((subscriber) => {
    listen(source$, subscriber, (value) => {
      subscriber.next(value.toUpperCase());
    });
  });

describe('listen', () => {
  // prettier-ignore
  it('forwards values, and does not complete with the source', marbles((m) => {
    const source = m.cold('-a-b|  ');
    const subs =          '^---!  ';
    const expected =      '-A-B---';

    m.expect(listening(source)).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with the source', marbles((m) => {
    const source = m.cold('-a-#');
    const expected =      '-A-#';

    m.expect(listening(source)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('unsubscribes from the source when it is unsubscribed', marbles((m) => {
    const source = m.hot('-a-b-c-');
    const unsub =        '----!  ';
    const expected =     '-A-B-  ';

    m.expect(listening(source), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions('^---!');
  }));

  it('sends an error to the handler instead, if there is one', () => {
    const source$ = new Subject<string>();
    const failed = jest.fn();
    const error = jest.fn();
    new Observable((subscriber) => {
      listen(source$, subscriber, () => undefined, failed);
    }).subscribe({ error });
    source$.error(new Error('lost'));

    expect(failed).toHaveBeenCalledWith(new Error('lost'));
    expect(error).not.toHaveBeenCalled();
  });

  it('does not subscribe for a closed owner', () => {
    const subscribed = jest.fn();
    new Observable((subscriber) => {
      subscriber.complete();
      listen(new Observable(subscribed), subscriber, () => undefined);
    }).subscribe();

    expect(subscribed).not.toHaveBeenCalled();
  });

  it('forwards nothing more of a synchronous burst after its owner has closed', () => {
    const owner = new Subscription();
    const seen: string[] = [];
    const next = (value: string) => {
      seen.push(value);
      owner.unsubscribe();
    };
    const failed = jest.fn();
    listen(
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
