import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator } from '../../../lib/emulator.js';
import type { DrivenBrowser } from '../../e2e/support/browsers/index.js';
import type { Outcome, Step } from './outcome.js';
import { project, run } from './project.js';
import { serveSite } from './site.js';

/** A process with nothing left to do ends within this time. */
const EXIT_MS = 1_000;

/** Plays the scenario in a process, which is given the emulator's address and prints what came of it. */
export async function playInProgram(
  version: string,
  command: string,
  args: (endpoint: string) => readonly string[],
): Promise<Outcome> {
  const emulator = await startEmulator();
  try {
    const { out, lingeredMs } = await run(command, args(emulator.url));
    const ms = Math.round(lingeredMs);
    const late = ms > EXIT_MS && { error: `the process ended ${ms} ms after the chat was closed` };
    const steps = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Step[];
    return { version, steps: [...steps, { name: 'exit', ms, ...late }] };
  } finally {
    await emulator.close();
  }
}

/** Plays the scenario in a test of a test runner, which writes what came of it into a file. */
export async function playInTest(
  version: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const emulator = await startEmulator();
  const RESULT = join(project, `${version.replaceAll(/\W+/g, '-')}.json`);
  try {
    await run(command, args, { ...env, ENDPOINT: emulator.url, RESULT });
    return { version, steps: JSON.parse(await readFile(RESULT, 'utf8')) as Step[] };
  } finally {
    await rm(RESULT, { force: true });
    await emulator.close();
  }
}

/** Where a browser runs scripts, by the names of apps/runtimes/inBrowser.js. */
export const PLACES = ['page', 'worker', 'service-worker'] as const;

export type Place = (typeof PLACES)[number];

/** Plays the scenario in a browser, in all of its places at once. */
export async function playInBrowser(
  launch: () => Promise<DrivenBrowser>,
): Promise<ReadonlyMap<Place, Outcome>> {
  const [browser, site, ...emulators] = await Promise.all([
    launch(),
    serveSite(join(project, 'runtimes', 'site')),
    ...PLACES.map(() => startEmulator()),
  ]);
  try {
    const endpoints = PLACES.map((place, i) => [place, emulators[i]?.url ?? '']);
    await browser.open(`${site.url}/?${new URLSearchParams(endpoints)}`);
    const outcomes = PLACES.map(async (place): Promise<[Place, Outcome]> => {
      const steps = (await site.result(place)) as Step[];
      return [place, { version: browser.version, steps }];
    });
    return new Map(await Promise.all(outcomes));
  } finally {
    await browser.close();
    await site.close();
    await Promise.all(emulators.map((emulator) => emulator.close()));
  }
}
