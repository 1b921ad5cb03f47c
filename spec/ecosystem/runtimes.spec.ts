import { readFile, writeFile } from 'node:fs/promises';
import { from, lastValueFrom, mergeMap, toArray } from 'rxjs';
import { node, run } from './support/project.js';
import { type Runtime, runtimes } from './support/runtimes.js';
import {
  runnerTable,
  type ScenarioRow,
  scenarioTable,
  versionsIn,
  withTable,
} from './support/supportPage.js';
import { testRunners } from './support/testRunners.js';

jest.setTimeout(600_000);

/** A runtime waits for most of its time: for a heartbeat that stays away. */
const AT_ONCE = 6;

const rows = new Map<string, ScenarioRow>();

beforeAll(async () => {
  await node('runtimes/bundle.mjs');
  const played$ = from(runtimes).pipe(mergeMap(play, AT_ONCE), toArray());
  for (const row of (await lastValueFrom(played$)).flat()) rows.set(row.name, row);
});

/** What came of the scenario there; where it could not be played, why. */
async function play(runtime: Runtime): Promise<readonly ScenarioRow[]> {
  try {
    return await runtime.play();
  } catch (error) {
    const step = { name: 'play', ms: 0, error: String(error) };
    return runtime.names.map((name) => ({ name, version: '', steps: [step] }));
  }
}

describe.each(runtimes)('a chat in', ({ names, prevents = [] }) => {
  it.each(names)('%s', (name) => {
    const { steps = [] } = rows.get(name) ?? {};
    const failed = steps.filter(({ error }) => error !== undefined);
    expect(failed.filter(({ name: step }) => !prevents.includes(step))).toEqual([]);
    expect(failed.map(({ name: step }) => step)).toEqual(prevents);
    expect(steps.map(({ name: step }) => step)).toEqual(expect.arrayContaining(['sdk', 'close']));
  });
});

describe('rx-connect-chat/testing under', () => {
  it.each(testRunners)('$name', async ({ command, args }) => {
    await run(command, args);
  });
});

/** The page has the versions of its run: those of browsers are what a machine has. */
it('docs/support.md says so', async () => {
  const file = 'docs/support.md';
  const page = await readFile(file, 'utf8');
  const played = [...rows.values()];
  const order = runtimes.flatMap(({ names }) => names);
  played.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const isWriting = process.env.SUPPORT === 'write';
  const versions = isWriting ? new Map<string, string>() : versionsIn(page, 'scenario');
  const shown = played.map((row) => ({ ...row, version: versions.get(row.name) ?? row.version }));
  const written = withTable(
    withTable(page, 'scenario', scenarioTable(shown)),
    'runners',
    runnerTable(testRunners),
  );
  if (isWriting) await writeFile(file, written);
  else expect(page).toBe(written);
});
