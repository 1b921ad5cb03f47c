import { decodeFrame } from '../../../lib/wire/index.js';
import type { Row } from '../row.js';
import { connectOurs } from '../support/clients.js';
import { frames } from '../support/frames.js';
import { handOver, heapUsed, median } from '../support/measure.js';

const COUNT = 100_000;
const ROUNDS = 5;

/** What the decoded items alone take, in an array. */
async function decodedAlone(given: readonly string[]): Promise<number> {
  const before = await heapUsed();
  const items = given.map((frame) => decodeFrame(frame));
  const used = (await heapUsed()) - before;
  if (items.length !== COUNT) throw new Error('some are gone');
  return used - 8 * COUNT; // the array itself
}

async function transcript(given: readonly string[]): Promise<number> {
  const { client, receive, close } = await connectOurs();
  const before = await heapUsed();
  let size = 0;
  const watching = client.transcript$.subscribe((now) => (size = now.size));
  await handOver(given, receive);
  watching.unsubscribe();
  client.transcript$.subscribe((now) => (size = now.size)).unsubscribe();
  const used = (await heapUsed()) - before;
  if (size !== COUNT) throw new Error(`the transcript has ${size} items`);
  close();
  return used;
}

export const memory: Row = {
  name: 'memory',
  run: async () => {
    const given = frames(COUNT);
    const found: { readonly decoded: number; readonly beyond: number }[] = [];
    await transcript(given);
    for (let round = 0; round < ROUNDS; round++) {
      const decoded = await decodedAlone(given);
      found.push({ decoded, beyond: (await transcript(given)) - decoded });
    }
    const beyond = median(found.map((one) => one.beyond / COUNT));
    const decoded = median(found.map((one) => one.decoded / COUNT));
    return [
      {
        what: 'memory per transcript item, beyond the decoded item itself',
        limit: 200,
        measured: beyond,
        unit: 'bytes',
        floor: `${decoded.toFixed(0)} bytes decoded`,
        ours: `${beyond.toFixed(0)} bytes more`,
      },
    ];
  },
};
