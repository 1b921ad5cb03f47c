import { BehaviorSubject, defer, finalize, NEVER, of, Subject, throwError } from 'rxjs';
import { pollRepeatedly, type PollRepeatedlyOptions } from '../../lib/connection/polling.js';
import { ChatError } from '../../lib/api/index.js';
import { watch } from '../chat/support/watch.js';
import { VirtualClock } from '../support/virtualClock.js';

const SECOND = 1_000;

/** Polls, and when each began. */
function polling(options: Partial<PollRepeatedlyOptions> = {}) {
  const clock = new VirtualClock();
  const startedAt: number[] = [];
  const { poll$ = of(undefined), ...rest } = options;
  const outcomes = watch(
    pollRepeatedly({
      poll$: defer(() => {
        startedAt.push(clock.now());
        return poll$;
      }),
      activity$: NEVER,
      network$: NEVER,
      visible$: NEVER,
      polling: { fastMs: 3 * SECOND, slowMs: 15 * SECOND },
      random: () => 0,
      scheduler: clock,
      ...rest,
    }),
  );
  const intervals = () => startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
  return { clock, startedAt, intervals, outcomes };
}

describe('pollRepeatedly', () => {
  it('polls at once, every 3 s for half a minute, then at doubling intervals', () => {
    const { clock, startedAt, intervals } = polling();
    expect(startedAt).toEqual([0]);
    clock.advance(90 * SECOND);
    expect(intervals()).toEqual([
      ...Array<number>(10).fill(3 * SECOND),
      ...[6, 12, 15, 15].map((seconds) => seconds * SECOND),
    ]);
  });

  it('adds up to 5 % of jitter', () => {
    const { clock, intervals } = polling({ random: () => 0.999 });
    clock.advance(10 * SECOND);
    expect(intervals()).toEqual(
      [3_149, 3_149, 3_149].map(() => expect.closeTo(3_150, -1) as number),
    );
  });

  it('polls fast again as soon as something happens', () => {
    const activity$ = new Subject<void>();
    const { clock, startedAt, intervals } = polling({ activity$ });
    clock.advance(120 * SECOND); // the last poll began at 111 s
    expect(startedAt.at(-1)).toBe(108 * SECOND);
    activity$.next();
    clock.advance(7 * SECOND);
    expect(intervals().slice(-3)).toEqual([12_000, 3_000, 3_000]);
  });

  it('does not start a poll before the previous one has ended', () => {
    const answer$ = new Subject<undefined>();
    const { clock, startedAt, outcomes } = polling({ poll$: answer$ });
    clock.advance(60 * SECOND);
    expect(startedAt).toEqual([0]);
    answer$.complete();
    clock.advance(0);
    expect(outcomes.values).toEqual([undefined]);
    expect(startedAt.length).toBeGreaterThan(1);
  });

  it('waits longer after each failure, and at least as long as `Retry-After`', () => {
    let retryAfterMs = 0;
    const failing$ = defer(() =>
      throwError(() => new ChatError('Throttled', 'cannot poll', { retryAfterMs })),
    );
    const { clock, intervals, outcomes } = polling({ poll$: failing$ });
    clock.advance(40 * SECOND);
    expect(intervals()).toEqual([6, 12, 15].map((seconds) => seconds * SECOND));
    expect(outcomes.values).toHaveLength(4);
    retryAfterMs = 60 * SECOND;
    clock.advance(100 * SECOND);
    expect(intervals().slice(3)).toEqual([15 * SECOND, 60 * SECOND]);
  });

  it('treats anything else that a poll throws as a Network error', () => {
    const { outcomes } = polling({ poll$: throwError(() => new TypeError('Failed to fetch')) });
    expect(outcomes.values).toMatchObject([{ code: 'Network' }]);
  });

  it('pauses while a signal is false, and polls at once when both are true', () => {
    const [network$, visible$] = [new BehaviorSubject(true), new BehaviorSubject(false)];
    const { clock, startedAt } = polling({ network$, visible$ });
    clock.advance(60 * SECOND);
    expect(startedAt).toEqual([]);
    network$.next(false);
    visible$.next(true);
    clock.advance(60 * SECOND);
    expect(startedAt).toEqual([]);
    network$.next(true);
    expect(startedAt).toEqual([120 * SECOND]);
    network$.next(false);
    expect(clock.pending).toBe(0);
  });

  it('continues when the clock is set back', () => {
    const { clock, startedAt } = polling();
    clock.advance(4 * SECOND);
    clock.setBack(3_600 * SECOND);
    const polls = startedAt.length;
    clock.advance(30 * SECOND);
    expect(startedAt.length - polls).toBeGreaterThanOrEqual(9);
  });

  it('cancels the poll in flight and leaves no timer when it is unsubscribed', () => {
    let isCancelled = false;
    const endless$ = NEVER.pipe(finalize(() => (isCancelled = true)));
    polling({ poll$: endless$ }).outcomes.unsubscribe();
    expect(isCancelled).toBe(true);
    const { clock, outcomes } = polling();
    outcomes.unsubscribe();
    expect(clock.pending).toBe(0);
  });
});
