import { EMPTY, NEVER, Observable, of, Subject } from 'rxjs';
import { SerialSubscription } from '../../lib/rx/index.js';
import { marbles } from '../support/marbles.js';

/** Subscribes to each source that `sources$` emits in place of the one before. */
const switched = (sources$: Observable<Observable<string>>) =>
  new Observable<string>((subscriber) => {
    const serial = new SerialSubscription(subscriber);
    subscriber.add(
      sources$.subscribe((source$) => {
        serial.replace(source$, (value) => {
          subscriber.next(value);
        });
      }),
    );
  });

function createSerial(): { serial: SerialSubscription; end: () => void; error: jest.Mock } {
  let serial: SerialSubscription | undefined;
  const error = jest.fn();
  const subscription = new Observable((subscriber) => {
    serial = new SerialSubscription(subscriber);
  }).subscribe({ error });
  return { serial: serial!, end: () => subscription.unsubscribe(), error };
}

const ignore = () => undefined;

describe('SerialSubscription', () => {
  // prettier-ignore
  it('unsubscribes from a source when the next replaces it', marbles((m) => {
    const first =   m.cold(' -a-b-c-');
    const second =  m.cold('     -d|');
    const sources = m.hot('  x---y------', { x: first, y: second });
    const expected =      '  -a-b-d-----';

    m.expect(switched(sources)).toBeObservable(expected);
    m.expect(first).toHaveSubscriptions('^---!');
    m.expect(second).toHaveSubscriptions('----^-!');
  }));

  // prettier-ignore
  it('errors with the current source', marbles((m) => {
    const first =   m.cold('-a-#');
    const sources = m.hot(' x----', { x: first });
    const expected =      ' -a-#';

    m.expect(switched(sources)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('unsubscribes from the source when it is unsubscribed', marbles((m) => {
    const first =   m.cold('-a-b-c-');
    const sources = m.hot(' x------', { x: first });
    const unsub =         ' ----!  ';

    m.expect(switched(sources), unsub).toBeObservable('-a-b-');
    m.expect(first).toHaveSubscriptions('^---!');
  }));

  it('calls back when a source has completed, with the slot free', () => {
    const { serial } = createSerial();
    const source$ = new Subject<string>();
    const completed = jest.fn(() => {
      serial.replace(NEVER, ignore);
    });
    expect(serial.isActive).toBe(false);
    serial.replace(source$, ignore, completed);
    expect(completed).not.toHaveBeenCalled();
    expect(serial.isActive).toBe(true);

    source$.complete();
    expect(completed).toHaveBeenCalledTimes(1);
  });

  it('forwards nothing more of a source that was replaced in the middle of a burst', () => {
    const { serial } = createSerial();
    const seen: string[] = [];
    const completed = jest.fn();
    const next = (value: string) => {
      seen.push(value);
      if (value === 'b') serial.replace(EMPTY, ignore);
    };
    serial.replace(of('a', 'b', 'c'), next, completed);

    expect(seen).toEqual(['a', 'b']);
    expect(completed).not.toHaveBeenCalled();
  });

  it('clears the slot on demand', () => {
    const { serial } = createSerial();
    const source$ = new Subject<string>();
    serial.clear();
    serial.replace(source$, ignore);
    serial.clear();

    expect(source$.observed).toBe(false);
    expect(serial.isActive).toBe(false);
  });

  it('does not subscribe for a closed subscriber', () => {
    const { serial, end } = createSerial();
    const subscribed = jest.fn();
    end();
    serial.replace(new Observable(subscribed), ignore);

    expect(subscribed).not.toHaveBeenCalled();
  });

  it('calls back when a source has errored instead of erroring the subscriber, if told to', () => {
    const { serial, error } = createSerial();
    const source$ = new Subject<string>();
    const failed = jest.fn(() => {
      expect(serial.isActive).toBe(false);
    });
    serial.replace(source$, ignore, ignore, failed);
    source$.error(new Error('lost'));

    expect(failed).toHaveBeenCalledWith(new Error('lost'));
    expect(error).not.toHaveBeenCalled();
  });
});
