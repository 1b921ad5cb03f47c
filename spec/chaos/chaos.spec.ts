import fc from 'fast-check';
import { CONFIDENTIAL, type Result, run } from './run.js';
import { schedules } from './schedule.js';

/** How many schedules; `npm run chaos -- --runs N` sets it. */
const runs = Number(process.env['CHAOS_RUNS'] ?? 10_000);
/** Where chance begins: the same for everybody's `npm test`; `npm run chaos` takes another each time. */
const seed = Number(process.env['CHAOS_SEED'] ?? 1);

describe(`${runs} conversations on bad networks, seed ${seed}`, () => {
  it('are right whatever the network does', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const result = run(schedule);
        expect(result.errors).toEqual([]);
        expectEachMessageOnce(result);
        expectTheServicesTranscript(result, schedule.history);
        expectOwnMessagesOnce(result);
        // Who sets the clock on sets the pace on, too; the jitter still holds.
        if (!schedule.steps.some(({ act }) => act.kind === 'clock')) expectNoStorm(result);
        expect(result.ended).toBe('ended');
        expect(result.pendingTimers).toBe(0);
      }),
      { numRuns: runs, seed },
    );
  }, 3_600_000);

  it('leave no token and no text in a log line, an error or a metric', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { told, secrets } = run(schedule, { listen: true });
        expect(told.length).toBeGreaterThan(100);
        expect(told).not.toContain(CONFIDENTIAL);
        for (const secret of secrets) expect(told).not.toContain(secret);
      }),
      { numRuns: Math.ceil(runs / 20), seed },
    );
  }, 3_600_000);
});

function expectEachMessageOnce({ got, sent, mayBeLate }: Result): void {
  if (mayBeLate) expect([...got].sort()).toEqual([...sent].sort());
  else expect(got).toEqual(sent);
}

/** What was there before is shown as far as `history` asks for it; all the rest is. */
function expectTheServicesTranscript({ shown, kept, before }: Result, history: number): void {
  const old = kept.filter((id) => before.has(id));
  const all = [...old.slice(old.length - Math.min(history, old.length)), ...kept.slice(old.length)];
  expect(shown).toEqual(all);
}

function expectOwnMessagesOnce({ written, delivered, failed }: Result): void {
  expect(new Set(written).size).toBe(written.length);
  expect(written).toEqual(expect.arrayContaining([...delivered]));
  for (const text of written) expect([...delivered, ...failed]).toContain(text);
}

/** Never more than 6 calls in 5 s and 12 in 60 s, however the waits fall out. */
function expectNoStorm({ connectionCalls }: Result): void {
  for (const [calls, withinMs] of [
    [6, 5_000],
    [12, 60_000],
  ] as const) {
    connectionCalls.forEach((time, i) => {
      const next = connectionCalls[i + calls];
      if (next !== undefined) expect(next - time).toBeGreaterThanOrEqual(withinMs - LATENCY_MS);
    });
  }
}

/** Calls are counted where they arrive, so that a slow one and a fast one are this much closer. */
const LATENCY_MS = 40;
