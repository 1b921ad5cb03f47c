import { setTimeout as nextTask } from 'node:timers/promises';
import { type Line, type Row, times, us } from '../row.js';
import { connectChatJs, connectDropIn } from '../support/clients.js';
import { frames } from '../support/frames.js';
import { cpuMs, handOver, median, ratio, takeTurns } from '../support/measure.js';

const MESSAGES = 30_000;
const TRANSCRIPT = 10_000;
const [SMALL, LARGE] = [1_000, 50_000];
const ROUNDS = 5;

/** What it takes the drop-in to tell handlers of `given`. */
async function ours(given: readonly string[], withTranscript: boolean): Promise<number> {
  let told = 0;
  let shown = 0;
  const { receive, close } = await connectDropIn((session) => {
    session.onMessage(() => told++);
    if (withTranscript) {
      session.onTranscriptUpdated(({ data }) => {
        shown = data.transcript.length;
      });
    }
  });
  const before = cpuMs();
  await handOver(given, receive);
  for (let i = 0; i < 1_000 && told < given.length; i++) await nextTask(); // handlers are called in tasks of their own
  const took = cpuMs() - before;
  close();
  if (told !== given.length) throw new Error(`${told} of ${given.length} messages arrived`);
  if (withTranscript && shown === 0) throw new Error('no transcript arrived');
  return took;
}

/** The same for amazon-connect-chatjs. */
async function theirs(given: readonly string[], withTranscript: boolean): Promise<number> {
  const { receive, close } = await connectChatJs((session) => {
    session.on('onMessage', () => {});
    if (withTranscript) session.on('onTranscriptUpdated', () => {});
  });
  const took = await handOver(given, receive);
  close();
  return took;
}

async function beside(
  what: string,
  limit: number,
  count: number,
  withTranscript: boolean,
): Promise<Line> {
  const given = frames(count);
  const taken = await takeTurns(
    { ours: () => ours(given, withTranscript), chatJs: () => theirs(given, withTranscript) },
    ROUNDS,
  );
  const measured = ratio(taken['ours'], taken['chatJs']);
  return {
    what,
    limit,
    measured,
    unit: '×',
    ours: us(median(taken['ours'] ?? []), count),
    chatJs: `${us(median(taken['chatJs'] ?? []), count)} (ours is ${times(measured)} of it)`,
  };
}

async function growth(): Promise<Line> {
  const given = frames(LARGE);
  const many = LARGE / SMALL;
  const taken = await takeTurns(
    {
      // As many messages in all, since one small chat is over too soon to be measured.
      small: async () => {
        let took = 0;
        for (let i = 0; i < many; i++) took += await ours(given.slice(0, SMALL), true);
        return took;
      },
      large: () => ours(given, true),
    },
    ROUNDS,
  );
  return {
    what: 'drop-in: a message with `onTranscriptUpdated`, of 50,000 against of 1,000',
    limit: 1.2,
    measured: ratio(taken['large'], taken['small']),
    unit: '×',
    ours: `${us(median(taken['large'] ?? []), LARGE)} against ${us(median(taken['small'] ?? []), LARGE)}`,
  };
}

export const dropIn: Row = {
  name: 'dropin',
  run: async () => [
    await beside('drop-in: a message with `onMessage` alone, of 30,000', 1.3, MESSAGES, false),
    await beside('drop-in: the same with `onTranscriptUpdated`, of 10,000', 0.25, TRANSCRIPT, true),
    await growth(),
  ],
};
