import type { Chat } from 'rx-connect-chat/lite';
import { type Row, times, us } from '../row.js';
import { connectOurs, type Connected } from '../support/clients.js';
import { frames, lateFrames } from '../support/frames.js';
import { handOver, median, ratio, takeTurns } from '../support/measure.js';

const SMALL = 1_000;
const LARGE = 100_000;
const ADDED = 1_000;
const ROUNDS = 9;

/** A chat with `given` in its transcript, which somebody reads. */
async function filled(given: readonly string[]): Promise<Connected<Chat>> {
  const connected = await connectOurs();
  connected.client.transcript$.subscribe();
  connected.client.messages$.subscribe();
  await handOver(given, connected.receive);
  return connected;
}

/** What it takes a chat that has `given` to take `added` in. */
async function adding(given: readonly string[], added: readonly string[]): Promise<number> {
  const { client, receive, close } = await filled(given);
  globalThis.gc?.();
  const took = await handOver(added, receive);
  let size = 0;
  client.transcript$.subscribe((transcript) => (size = transcript.size));
  close(); // with the last snapshot
  if (size !== given.length + added.length) throw new Error(`the transcript has ${size} items`);
  return took;
}

export const growth: Row = {
  name: 'growth',
  run: async () => {
    const all = frames(LARGE + 10 * ADDED);
    const before = (size: number) => all.slice(0, size);
    const after = (size: number) => all.slice(size, size + 10 * ADDED);
    const taken = await takeTurns(
      {
        // Ten small chats, since one is over too soon to be measured.
        small: async () => {
          let took = 0;
          for (let i = 0; i < 10; i++) {
            took += await adding(before(SMALL), all.slice(SMALL, SMALL + ADDED));
          }
          return took;
        },
        large: () => adding(before(LARGE), after(LARGE)),
      },
      ROUNDS,
      2,
    );
    const perMessage = (name: string) => us(median(taken[name] ?? []), 10 * ADDED);
    return [
      {
        what: 'cost per message at 100,000 against 1,000 items',
        limit: 1.1,
        measured: ratio(taken['large'], taken['small']),
        unit: '×',
        ours: `${perMessage('large')} against ${perMessage('small')}`,
      },
    ];
  },
};

export const late: Row = {
  name: 'late',
  run: async () => {
    const all = frames(LARGE + ADDED);
    const given = all.slice(0, LARGE);
    const appended = all.slice(LARGE);
    const among = lateFrames(ADDED, LARGE);
    const taken = await takeTurns(
      { appended: () => adding(given, appended), late: () => adding(given, among) },
      ROUNDS,
      2,
    );
    const measured = ratio(taken['late'], taken['appended']);
    return [
      {
        what: '1,000 late items into 100,000, against appending them',
        limit: 3,
        measured,
        unit: '×',
        ours: `${us(median(taken['late'] ?? []), ADDED)} (${times(measured)} of ${us(median(taken['appended'] ?? []), ADDED)})`,
      },
    ];
  },
};
