import { startEmulator } from 'rx-connect-chat/emulator';
import { launchChromium } from '../../spec/e2e/support/browser.js';
import { writeBetween } from '../writeBetween.js';
import { CLIENTS, middle, percent, resultTable } from './resultTable.js';
import { type Client, measure, type Measured, trace } from './run.js';
import { servePage } from './servePage.js';

const LIMIT = 50;
const ROUNDS = 5;

/** Measures, prints, and writes into `file`. Resolves with whether the limit is kept. */
export async function main(file: string): Promise<boolean> {
  const page = await servePage();
  const emulator = await startEmulator();
  const browser = await launchChromium();
  const stage = { browser, emulator, url: page.url };

  const run = async (client: Client): Promise<Measured> => {
    const measured = await measure(stage, client);
    const { perSecond, busy } = measured;
    console.log(
      `${CLIENTS[client]}: ${perSecond.toFixed(1)} frames a second, CPU ${percent(busy)}`,
    );
    return measured;
  };
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await run('ours'));
    theirs.push(await run('theirs'));
  }
  const results = {
    ours: { runs: ours, shares: await trace(stage, 'ours') },
    theirs: { runs: theirs, shares: await trace(stage, 'theirs') },
  };
  await browser.close();
  await emulator.close();
  page.close();

  const text = resultTable(results, LIMIT);
  console.log(`\n${text}\n`);
  await writeBetween(file, 'rendering', text);
  const isKept = middle(results.ours, (one) => one.perSecond) >= LIMIT;
  console.log(isKept ? 'the limit is kept' : 'the limit is missed');
  return isKept;
}
