import {
  defer,
  EMPTY,
  lastValueFrom,
  NEVER,
  type Observable,
  of,
  Subject,
  throwError,
  VirtualTimeScheduler,
} from 'rxjs';
import { answeredInTime, type CallReport, createCaller } from '../../lib/api/caller.js';
import { ChatError } from '../../lib/api/errors.js';
import type { RateLimiter } from '../../lib/api/rateLimiter.js';
import { type Context, marbles } from '../support/marbles.js';

const throttled = new ChatError('Throttled', 'cannot send: ThrottlingException');
const refused = new ChatError('Validation', 'cannot send: ValidationException');

/** A caller on the clock of a marble spec, with the longest waits, and what it has reported. */
function calling(m: Context, limiter?: RateLimiter) {
  const reports: CallReport[] = [];
  const call = createCaller({
    report: (report) => reports.push(report),
    random: () => 1,
    scheduler: m.scheduler,
    limiter,
  });
  return { call, reports };
}

describe('createCaller', () => {
  // prettier-ignore
  it('emits the answer, completes and reports', marbles((m) => {
    const { call, reports } = calling(m);
    const attempt = m.cold('--a---');
    const subs =           '^-!';
    const expected =       '--(a|)';

    m.expect(call('send', () => attempt, { maxRetries: 3 })).toBeObservable(expected);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 2, outcome: 'ok', attempts: 1 }]);
  }));

  // prettier-ignore
  it('retries after 0.5 s, 1 s, 2 s, up to maxRetries, and reports the last failure', marbles((m) => {
    const { call, reports } = calling(m);
    const attempt = m.cold('--#', undefined, throttled);
    const subs =          ['^-!',
                           '502ms  ^-!',
                           '1504ms ^-!',
                           '3506ms ^-!'];
    const expected =       '3508ms #';

    m.expect(call('send', () => attempt, { maxRetries: 3 })).toBeObservable(expected, undefined, throttled);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 3_508, outcome: 'Throttled', attempts: 4 }]);
  }));

  // prettier-ignore
  it('reports once, with all attempts, if one succeeds in the end', marbles((m) => {
    const { call, reports } = calling(m);
    const attempts = [m.cold('-#', undefined, throttled), m.cold('-a')];
    const expected =         '502ms (a|)';

    m.expect(call('send', () => attempts.shift()!, { maxRetries: 3 })).toBeObservable(expected);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 502, outcome: 'ok', attempts: 2 }]);
  }));

  // prettier-ignore
  it('does not retry an error that is not retryable', marbles((m) => {
    const { call, reports } = calling(m);
    const attempt = m.cold('-#', undefined, refused);
    const subs =           '^!';
    const expected =       '-#';

    m.expect(call('send', () => attempt, { maxRetries: 3 })).toBeObservable(expected, undefined, refused);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 1, outcome: 'Validation', attempts: 1 }]);
  }));

  // prettier-ignore
  it('waits as long as `Retry-After`', marbles((m) => {
    const { call } = calling(m);
    const patience = new ChatError('Throttled', 'cannot send', { retryAfterMs: 7_000 });
    const attempt = m.cold('-#', undefined, patience);
    const subs =          ['^!',
                           '7001ms ^!'];
    const expected =       '7002ms #';

    m.expect(call('send', () => attempt, { maxRetries: 1 })).toBeObservable(expected, undefined, patience);
    m.expect(attempt).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('does not let the service shorten the wait', marbles((m) => {
    const { call } = calling(m);
    const haste = new ChatError('Throttled', 'cannot send', { retryAfterMs: 10 });
    const attempt = m.cold('-#', undefined, haste);
    const subs =          ['^!',
                           '501ms ^!'];
    const expected =       '502ms #';

    m.expect(call('send', () => attempt, { maxRetries: 1 })).toBeObservable(expected, undefined, haste);
    m.expect(attempt).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('cancels the attempt when it is unsubscribed, and reports nothing', marbles((m) => {
    const { call, reports } = calling(m);
    const attempt = m.cold('-----a');
    const subs =           '^-!';
    const unsub =          '--!';
    const expected =       '---';

    m.expect(call('send', () => attempt, { maxRetries: 3 }), unsub).toBeObservable(expected);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([]);
  }));

  // prettier-ignore
  it('does not retry after it is unsubscribed in the middle of a wait', marbles((m) => {
    const { call } = calling(m);
    const attempt = m.cold('-#', undefined, throttled);
    const subs =           '^!';
    const unsub =          '100ms !';
    const expected =       '-';

    m.expect(call('send', () => attempt, { maxRetries: 3 }), unsub).toBeObservable(expected);
    m.expect(attempt).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('makes a call for each subscriber', marbles((m) => {
    const { call, reports } = calling(m);
    const attempt = m.cold('-a');
    const first =          '^';
    const second =         '---^';
    const subs =          ['^!',
                           '---^!'];
    const result = call('send', () => attempt, { maxRetries: 0 });

    m.expect(result, first).toBeObservable('-(a|)');
    m.expect(result, second).toBeObservable('----(a|)');
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports.map(({ attempts }) => attempts)).toEqual([1, 1]);
  }));

  // prettier-ignore
  it('lets each attempt wait for the limiter', marbles((m) => {
    const admitted: string[] = [];
    const turn = m.cold('----(t|)');
    const { call, reports } = calling(m, {
      acquire: (operation) => {
        admitted.push(operation);
        return turn;
      },
    });
    const attempt = m.cold(    '-#', undefined, throttled);
    const subs =          ['----^!',
                           '509ms ^!'];
    const expected =       '510ms #';

    m.expect(call('send', () => attempt, { maxRetries: 1 })).toBeObservable(expected, undefined, throttled);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(admitted).toEqual(['send', 'send']);
    expect(reports).toEqual([{ operation: 'send', ms: 506, outcome: 'Throttled', attempts: 2 }]);
  }));

  // prettier-ignore
  it('unsubscribes from the limiter when it is unsubscribed', marbles((m) => {
    const turn = m.cold('----(t|)');
    const { call } = calling(m, { acquire: () => turn });
    const unsub =       '--!';
    const subs =        '^-!';

    m.expect(call('send', () => of(1), { maxRetries: 1 }), unsub).toBeObservable('---');
    m.expect(turn).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('delays each attempt until it is ready, and measures from the start of the first', marbles((m) => {
    const { call, reports } = calling(m);
    const ready$ = m.cold( '---r--r-');
    const attempt = m.cold(   '-#', undefined, throttled);
    const readySubs =     ['^--!',
                           '504ms ^--!'];
    const subs =          ['---^!',
                           '507ms ^!'];
    const expected =       '508ms #';

    m.expect(call('send', () => attempt, { maxRetries: 1, ready: () => ready$ })).toBeObservable(expected, undefined, throttled);
    m.expect(ready$).toHaveSubscriptions(readySubs);
    m.expect(attempt).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 505, outcome: 'Throttled', attempts: 2 }]);
  }));

  it.each<[string, Observable<unknown>]>([
    ['undefined', of(undefined)],
    ['null', of(null)],
    ['nothing', EMPTY],
  ])('takes an answer that is %s for Service, and tries again', (_what, answer) => {
    const clock = new VirtualTimeScheduler();
    const reports: CallReport[] = [];
    const call = createCaller({
      report: (report) => reports.push(report),
      random: () => 1,
      scheduler: clock,
    });
    let error: unknown;
    call('send', () => answer, { maxRetries: 1 }).subscribe({
      error: (e: unknown) => (error = e),
    });
    clock.flush();

    expect(error).toMatchObject({ name: 'ChatError', code: 'Service' });
    expect(reports).toEqual([{ operation: 'send', ms: 500, outcome: 'Service', attempts: 2 }]);
  });

  it('accepts a promise', async () => {
    const reports: CallReport[] = [];
    const call = createCaller({
      report: (report) => reports.push(report),
      random: () => 1,
      scheduler: new VirtualTimeScheduler(),
    });

    await expect(
      lastValueFrom(call('send', () => Promise.resolve('a'), { maxRetries: 3 })),
    ).resolves.toBe('a');
    expect(reports).toMatchObject([{ outcome: 'ok', attempts: 1 }]);
  });

  it.each<[string, () => never | ReturnType<typeof throwError>]>([
    [
      'throws',
      () => {
        throw new TypeError('not a function');
      },
    ],
    ['errors with', () => throwError(() => new TypeError('not a function'))],
  ])('takes whatever else the port %s for Network, and tries again', (_how, attempt) => {
    const clock = new VirtualTimeScheduler();
    const reports: CallReport[] = [];
    const call = createCaller({
      report: (r) => reports.push(r),
      random: () => 1,
      scheduler: clock,
    });
    let error: unknown;
    call('send', attempt, { maxRetries: 1 }).subscribe({ error: (e: unknown) => (error = e) });
    clock.flush();

    expect(error).toMatchObject({
      name: 'ChatError',
      code: 'Network',
      message: 'cannot send: no answer',
      cause: new TypeError('not a function'),
    });
    expect(reports).toEqual([{ operation: 'send', ms: 500, outcome: 'Network', attempts: 2 }]);
  });

  it('uses the given scheduler, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const call = createCaller({ report: () => undefined, random: () => 1, scheduler: clock });
    const triedAt: number[] = [];
    const subscription = call(
      'send',
      () =>
        defer(() => {
          triedAt.push(clock.now());
          return throwError(() => throttled);
        }),
      { maxRetries: Infinity },
    ).subscribe();
    clock.maxFrames = 130_000;
    clock.flush();

    expect(triedAt).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 61_500, 91_500, 121_500]);
    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it('takes the first answer and unsubscribes from the port', () => {
    const clock = new VirtualTimeScheduler();
    const call = createCaller({ report: () => undefined, random: () => 1, scheduler: clock });
    const answers = new Subject<string>();
    const seen: string[] = [];
    call('send', () => answers, { maxRetries: 0 }).subscribe((answer) => seen.push(answer));
    answers.next('a');
    answers.next('b');

    expect(seen).toEqual(['a']);
    expect(answers.observed).toBe(false);
  });
});

describe('answeredInTime', () => {
  // prettier-ignore
  it('errors if a request takes longer than 15 s', marbles((m) => {
    const request = m.cold('15001ms a');
    const subs =           '^ 14999ms !';
    const expected =       '15s     #';
    const error = new ChatError('Network', 'cannot send: no answer');

    m.expect(answeredInTime('send', request, m.scheduler)).toBeObservable(expected, undefined, error);
    m.expect(request).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('emits an answer that comes in time', marbles((m) => {
    const request = m.cold('14999ms (a|)');
    const expected =       '14999ms (a|)';

    m.expect(answeredInTime('send', request, m.scheduler)).toBeObservable(expected);
  }));

  // prettier-ignore
  it('limits each attempt separately', marbles((m) => {
    const { call, reports } = calling(m);
    const request = m.cold('-');
    const subs =          ['^ 14999ms !',
                           '15500ms ^ 14999ms !'];
    const expected =       '30500ms #';
    const error = new ChatError('Network', 'cannot send: no answer');

    m.expect(call('send', () => answeredInTime('send', request, m.scheduler), { maxRetries: 1 })).toBeObservable(expected, undefined, error);
    m.expect(request).toHaveSubscriptions(subs);
    m.flush();
    expect(reports).toEqual([{ operation: 'send', ms: 30_500, outcome: 'Network', attempts: 2 }]);
  }));

  it('uses the given scheduler, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    let error: unknown;
    answeredInTime('send', NEVER, clock).subscribe({ error: (e: unknown) => (error = e) });
    clock.flush();
    expect(clock.now()).toBe(15_000);
    expect(error).toMatchObject({ code: 'Network' });

    answeredInTime('send', NEVER, clock).subscribe().unsubscribe();
    answeredInTime('send', of(1), clock).subscribe();
    expect(clock.actions).toEqual([]);
  });
});
