import { inspect } from 'node:util';
import fc from 'fast-check';
import { faultsOf } from './faultsOf.js';
import { CONFIDENTIAL, run } from './run.js';
import { type Schedule, schedules } from './schedule.js';

/** Throws unless a chat gets everything right, whatever the network does. */
export function expectRight(schedule: Schedule): void {
  const faults = faultsOf(run(schedule), schedule);
  if (faults.length > 0) throw new Error(inspect(faults, { depth: 4, maxArrayLength: 200 }));
}

/** Throws if a log line, an error or a metric quotes a token or a text. */
function expectSecrecy(schedule: Schedule): void {
  const { told, secrets } = run(schedule, { listen: true });
  if (told.length <= 100) throw new Error('nothing was logged');
  const leaked = [CONFIDENTIAL, ...secrets].filter((secret) => told.includes(secret));
  if (leaked.length > 0) throw new Error(`leaked: ${inspect(leaked)}`);
}

/** How many random schedules, and where chance begins. */
export interface Batch {
  readonly runs: number;
  readonly seed: number;
}

/** What is to hold for random schedules; the second looks at fewer, since it reads all that was logged. */
export const properties = {
  'are right whatever the network does': ({ runs: numRuns, seed }: Batch) =>
    fc.check(fc.property(schedules, expectRight), { numRuns, seed }),
  'leave no token and no text in a log line, an error or a metric': ({ runs, seed }: Batch) =>
    fc.check(fc.property(schedules, expectSecrecy), { numRuns: Math.ceil(runs / 20), seed }),
};

/** What a failed check has found: the smallest schedule that fails, and how. */
export const reportOf = (details: fc.RunDetails<[Schedule]>): string | undefined =>
  details.failed ? fc.defaultReportMessage(details) : undefined;
