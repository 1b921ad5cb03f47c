import { bun, deno, denoFlags, nodeAt, versionOf } from './runtimes.js';

/** A test runner that runs apps/testing/suite.js, and whose timers that has faked time by. */
export interface TestRunner {
  readonly name: string;
  readonly version: string;
  readonly timers: string;
  readonly command: string;
  readonly args: readonly string[];
}

const sinon = '`@sinonjs/fake-timers`';

export const testRunners: readonly TestRunner[] = [
  {
    name: 'Jest',
    version: versionOf('jest', 'node_modules'),
    timers: '`jest.useFakeTimers()`',
    command: process.execPath,
    args: ['node_modules/jest/bin/jest.js', '--projects', 'testing'],
  },
  {
    name: 'Vitest',
    version: versionOf('vitest'),
    timers: '`vi.useFakeTimers()`',
    command: nodeAt(24),
    args: ['node_modules/vitest/vitest.mjs', 'run', '--root', 'testing'],
  },
  {
    name: 'Bun test',
    version: versionOf('bun'),
    timers: '`jest.useFakeTimers()` of `bun:test`',
    command: bun,
    args: ['test', './testing/bun.test.js'],
  },
  {
    name: 'Deno test',
    version: versionOf('deno'),
    timers: sinon,
    command: deno,
    args: ['test', ...denoFlags, 'testing/deno.test.js'],
  },
  {
    name: 'Mocha',
    version: versionOf('mocha'),
    timers: sinon,
    command: process.execPath,
    args: ['node_modules/mocha/bin/mocha.js', 'testing/mocha.spec.js'],
  },
  {
    name: 'node:test, Node 20',
    version: versionOf('node20'),
    timers: sinon,
    command: nodeAt(20),
    args: ['--test', 'testing/node20.test.js'],
  },
  ...([22, 24, 26] as const).map((major) => ({
    name: `node:test, Node ${major}`,
    version: versionOf(`node${major}`),
    timers: '`mock.timers`, in small ticks',
    command: nodeAt(major),
    args: ['--test', 'testing/node.test.js'],
  })),
];
