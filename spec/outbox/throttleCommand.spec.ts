import { defer, EMPTY, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { throttleCommand } from '../../lib/outbox/throttleCommand.js';
import { type Context, marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';

/** Throttled to once in 10 ms, on the clock of a marble spec. */
const tenMs = (m: Context, send: () => Observable<string>) =>
  throttleCommand(send, 10, m.scheduler);

describe('throttleCommand', () => {
  // prettier-ignore
  it('sends once in the given time, and completes without sending in between', marbles((m) => {
    const sent = m.cold(  '-(a|)');
    const first =         '^';
    const expected1 =     '-(a|)';
    const second =        '----^';
    const expected2 =     '----|';
    const third =         '---------^';
    const expected3 =     '---------|';
    const fourth =        '----------^';
    const expected4 =     '-----------(a|)';
    const subs =         ['^!',
                          '----------^!'];
    const result = tenMs(m, () => sent);

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(result, third).toBeObservable(expected3);
    m.expect(result, fourth).toBeObservable(expected4);
    m.expect(sent).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('lets one of two subscribers through that come at once', marbles((m) => {
    const sent = m.cold(  '-(a|)');
    const subs =          '^!';
    const result = tenMs(m, () => sent);

    m.expect(result).toBeObservable('-(a|)');
    m.expect(result).toBeObservable('|');
    m.expect(sent).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('does not count a failure', marbles((m) => {
    const answers = [m.cold('-#'), m.cold('-(a|)'), m.cold('-(b|)')];
    const first =           '^';
    const expected1 =       '-#';
    const second =          '--^';
    const expected2 =       '---(a|)';
    const third =           '-----^';
    const expected3 =       '-----|';
    const result = tenMs(m, () => answers.shift()!);

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(result, third).toBeObservable(expected3);
  }));

  // prettier-ignore
  it('counts from when it set out, however long it takes', marbles((m) => {
    const sent = m.cold(  '-------------(a|)');
    const second =        '-----^';
    const third =         '----------^------!';
    const subs =         ['^------------!',
                          '----------^------!'];
    const result = tenMs(m, () => sent);

    m.expect(result).toBeObservable('-------------(a|)');
    m.expect(result, second).toBeObservable('-----|');
    m.expect(result, third).toBeObservable('-');
    m.expect(sent).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('completes with what completes without an answer', marbles((m) => {
    m.expect(tenMs(m, () => EMPTY)).toBeObservable('|');
  }));

  // prettier-ignore
  it('waits for an answer that never comes, and leaves it when it is unsubscribed', marbles((m) => {
    const sent = m.cold('-');
    const unsub =       '---!';
    const subs =        '^--!';

    m.expect(tenMs(m, () => sent), unsub).toBeObservable('-');
    m.expect(sent).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with what errors at once', marbles((m) => {
    m.expect(tenMs(m, () => throwError(() => new Error('no')))).toBeObservable('#', undefined, new Error('no'));
  }));

  it('sends nothing before it is subscribed', () => {
    const send = jest.fn(() => of('a'));
    const result = throttleCommand(send, 10, new VirtualClock());
    expect(send).not.toHaveBeenCalled();

    result.subscribe();
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('sends every time where the time is 0', () => {
    const send = jest.fn(() => of('a'));
    const result = throttleCommand(send, 0, new VirtualClock());
    result.subscribe();
    result.subscribe();

    expect(send).toHaveBeenCalledTimes(2);
  });

  it('reads the clock it is given, and leaves nothing on it', () => {
    const clock = new VirtualClock();
    const send = jest.fn(() => of('a'));
    const result = throttleCommand(send, 10_000, clock);
    result.subscribe();
    clock.advance(9_999);
    result.subscribe();
    expect(send).toHaveBeenCalledTimes(1);

    clock.advance(1);
    result.subscribe();
    expect(send).toHaveBeenCalledTimes(2);
    expect(clock.pending).toBe(0);
  });

  it('does not hold back for long where the clock was set back', () => {
    const clock = new VirtualClock();
    clock.advance(1_000_000);
    const send = jest.fn(() => of('a'));
    const result = throttleCommand(send, 10_000, clock);
    result.subscribe();
    clock.frame = 5_000;
    result.subscribe();

    expect(send).toHaveBeenCalledTimes(2);
  });

  it('does not forget a later sending where an earlier one fails late', () => {
    const clock = new VirtualClock();
    const first = new Subject<string>();
    const answers = [first, of('b'), of('c')];
    let sent = 0;
    const result = throttleCommand(() => defer(() => answers[sent++] ?? NEVER), 10_000, clock);
    result.subscribe({ error: () => undefined });
    clock.advance(10_000);
    result.subscribe();
    clock.advance(5_000);
    first.error(new Error('no answer'));
    result.subscribe();

    expect(sent).toBe(2);
  });

  it('is not sent again from inside next', () => {
    const send = jest.fn(() => of('a'));
    const result = throttleCommand(send, 10_000, new VirtualClock());
    result.subscribe(() => {
      // eslint-disable-next-line rxjs-x/no-nested-subscribe -- that is what it is about
      result.subscribe();
    });

    expect(send).toHaveBeenCalledTimes(1);
  });
});
