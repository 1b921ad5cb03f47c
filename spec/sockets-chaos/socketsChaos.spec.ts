/** @jest-environment node */
import fc from 'fast-check';
import { run } from '../chaos/run.js';
import { type Act, type FrameFault, type Operation, schedules } from '../chaos/schedule.js';
import type { Schedule } from '../chaos/schedule.js';
import { converse } from './converse.js';

/** How many random schedules, and where a failure is to be found again; it is printed with it. */
const runs = Number(process.env['CHAOS_SOCKET_RUNS'] ?? 60);
const seed = Number(process.env['CHAOS_SOCKET_SEED'] ?? 1);
/** Conversations at a time. */
const TOGETHER = 30;

jest.setTimeout(120_000 + runs * 1_000);

describe('conversations over real sockets', () => {
  it('are right with every fault there is', async () => {
    await converseAll(eachFault().map(around), 'each fault');
  });

  it(`are right whatever the network does: ${runs} schedules, seed ${seed}`, async () => {
    await converseAll(fc.sample(schedules, { numRuns: runs, seed }), `CHAOS_SOCKET_SEED=${seed}`);
  });
});

/** Rejects with all that went wrong, and how to see it again. */
async function converseAll(all: readonly Schedule[], name: string): Promise<void> {
  const failures: string[] = [];
  const left = [...all.entries()];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, schedule] = next;
      try {
        await converse(schedule);
      } catch (error) {
        failures.push(`${name}, schedule ${index}: ${JSON.stringify(schedule)}
in virtual time: ${JSON.stringify(run(schedule))}
${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
}

/** Both sides talk before the fault, at once after it, and some time after it. */
const around = (act: Act): Schedule => ({
  steps: [
    { afterMs: 0, act: { kind: 'agent-writes', count: 2 } },
    { afterMs: 0, act: { kind: 'customer-writes' } },
    { afterMs: 100, act },
    { afterMs: 0, act: { kind: 'agent-writes', count: 3 } },
    { afterMs: 0, act: { kind: 'customer-writes' } },
    { afterMs: 0, act: { kind: 'bot-streams', pieces: 3, finishes: true } },
    { afterMs: 8_000, act: { kind: 'agent-writes', count: 2 } },
    { afterMs: 0, act: { kind: 'customer-writes' } },
  ],
  latencyMs: 5,
  history: 15,
  seed: 1,
});

const eachFault = (): readonly Act[] => [
  ...(['drop', 'double', 'reorder', 'delay'] satisfies FrameFault[]).map((fault): Act => ({
    kind: 'frames',
    fault,
    times: 3,
  })),
  { kind: 'cut' },
  { kind: 'refuse', forMs: 5_000 },
  { kind: 'silence', forMs: 25_000 },
  { kind: 'offline', forMs: 5_000, told: true },
  { kind: 'offline', forMs: 5_000, told: false },
  { kind: 'unsubscribed', times: 2, refused: true },
  { kind: 'unsubscribed', times: 2, refused: false },
  ...(
    ['CreateParticipantConnection', 'SendMessage', 'GetTranscript'] satisfies Operation[]
  ).flatMap((operation): Act[] => [
    { kind: 'fails', operation, error: 'ThrottlingException', times: 2 },
    { kind: 'fails', operation, error: 'InternalServerException', times: 2 },
    { kind: 'loses-answer', operation, times: 1 },
    { kind: 'slow', operation, byMs: 3_000, times: 2 },
  ]),
  { kind: 'tokens-expire' },
  { kind: 'garbage' },
  { kind: 'resume' },
  { kind: 'renewal' },
  { kind: 'away', forMs: 5_000 },
];
