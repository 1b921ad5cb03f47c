import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRuntimes } from '../../../scripts/runtimes.mjs';
import type { DrivenBrowser } from '../../e2e/support/browsers/index.js';
import { chromium, firefox, webkit } from '../../e2e/support/browsers/index.js';
import { PLACES, playInBrowser, playInProgram, playInTest } from './players.js';
import type { ScenarioRow } from './supportPage.js';

/** What is installed for these specs, by scripts/runtimes.mjs. */
const modules = join(findRuntimes(), 'node_modules');

/** The version of a package, which is one of theirs unless another folder is given. */
export function versionOf(name: string, folder = modules): string {
  const manifest = readFileSync(join(folder, name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

export const nodeAt = (major: 20 | 22 | 24 | 26): string =>
  join(modules, `node${major}`, 'bin', 'node');
export const bun = join(modules, '@oven', 'bun-linux-x64', 'bin', 'bun');
export const deno = join(modules, '@deno', 'linux-x64-glibc', 'deno');
/** What `deno` may do in these specs. */
export const denoFlags = ['--allow-all', '--no-prompt', '--node-modules-dir=manual'];

/** Where the scenario is played. */
export interface Runtime {
  /** The rows that come of it. */
  readonly names: readonly string[];
  /** The steps that fail there, since it prevents them: see docs/support.md. */
  readonly prevents?: readonly string[];
  play(): Promise<readonly ScenarioRow[]>;
}

/** In a program that is given the emulator's address. */
const inProgram = (
  name: string,
  version: string,
  command: string,
  args: (endpoint: string) => readonly string[],
): Runtime => ({
  names: [name],
  play: async () => [{ name, ...(await playInProgram(version, command, args)) }],
});

/** In a test of a test runner. */
const inTest = (
  name: string,
  version: string,
  command: string,
  args: readonly string[],
  { prevents = [], env = {} }: { prevents?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Runtime => ({
  names: [name],
  prevents,
  play: async () => [{ name, ...(await playInTest(version, command, args, env)) }],
});

const inBrowser = (engine: string, launch: () => Promise<DrivenBrowser>): Runtime => {
  const names = {
    page: engine,
    worker: `${engine}, Worker`,
    'service-worker': `${engine}, Service Worker`,
  };
  return {
    names: Object.values(names),
    play: async () => {
      const outcomes = await playInBrowser(launch);
      return PLACES.map((place) => {
        const { version = '', steps = [] } = outcomes.get(place) ?? {};
        return { name: names[place], version, steps };
      });
    },
  };
};

const main = 'runtimes/main.js';
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--root', 'vitest', '--environment'];
const jestsOwn = join(modules, 'jest-environment-jsdom', 'node_modules');

export const runtimes: readonly Runtime[] = [
  inProgram('Node 20, `ws`', versionOf('node20'), nodeAt(20), (url) => [main, url, 'ws']),
  ...([22, 24, 26] as const).map((major) =>
    inProgram(`Node ${major}`, versionOf(`node${major}`), nodeAt(major), (url) => [main, url]),
  ),
  inProgram('Bun', versionOf('bun'), bun, (url) => [main, url]),
  inProgram('Deno', versionOf('deno'), deno, (url) => ['run', ...denoFlags, main, url]),
  inProgram('workerd, Miniflare', versionOf('workerd'), nodeAt(24), (url) => [
    'runtimes/workerd.mjs',
    url,
  ]),
  inBrowser('Chromium', chromium),
  inBrowser('Firefox', firefox),
  inBrowser('WebKitGTK', webkit),
  inTest(
    'Jest, jsdom',
    `${versionOf('jest', 'node_modules')}, ${versionOf('jsdom', jestsOwn)}`,
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--projects', 'jest-jsdom'],
  ),
  inTest(
    'Vitest, happy-dom',
    `${versionOf('vitest')}, ${versionOf('happy-dom')}`,
    nodeAt(24),
    [...vitest, 'happy-dom'],
    { prevents: ['upload'] },
  ),
  inTest(
    'Vitest, jsdom, `ws`',
    `${versionOf('vitest')}, ${versionOf('jsdom')}`,
    nodeAt(24),
    [...vitest, 'jsdom'],
    { env: { WS: 'ws' } },
  ),
];
