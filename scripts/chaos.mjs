// `npm run chaos`: the property tests of spec/chaos with as many random schedules as one likes.
//
//   npm run chaos -- --runs 1000000            1,000,000 schedules, in batches
//   npm run chaos -- --runs 500 --seed 42      the same 500 as ever
//   npm run chaos -- --jobs 4                  four batches at a time (default: one per core)
//
// A batch has a seed of its own: that of the run plus the batch's number. Stops at the first failure
// and says how to see it again.
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `Usage: npm run chaos -- [--runs <number>] [--seed <number>] [--jobs <number>]

Runs random conversations on bad networks, in virtual time.

Options:
  --runs <number>  how many (default 10000)
  --seed <number>  where chance begins, 0 to 2147483647 (default: another each time)
  --jobs <number>  how many processes (default: one per core)
  --help           print this
`;

/** Schedules that a process checks at a time. A smaller batch shows progress more often. */
const BATCH = 5_000;
const SEEDS = 2 ** 31;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
const stopAll = () => {
  for (const child of children) child.kill();
};
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopAll();
    process.exit(130);
  });
}

const options = readOptions();
if (options !== undefined) process.exitCode = (await run(options)) ? 0 : 1;

/** @param {{ runs: number, seed: number, jobs: number }} options */
async function run({ runs, seed, jobs }) {
  console.log(`${count(runs)} schedules, seed ${seed}`);
  const worker = await buildWorker();
  const startedAt = Date.now();
  const batches = Array.from({ length: Math.ceil(runs / BATCH) }, (_, i) => ({
    runs: Math.min(BATCH, runs - i * BATCH),
    seed: (seed + i) % SEEDS,
  }));
  let done = 0;
  let failed = false;

  const work = async () => {
    const child = fork(worker, { execArgv: ['--max-semi-space-size=32'] });
    children.add(child);
    for (let batch = batches.shift(); batch && !failed; batch = batches.shift()) {
      const report = await check(batch, child);
      if (failed) break; // stopped, since another has failed
      if (report === undefined) {
        done += batch.runs;
        const elapsed = ((Date.now() - startedAt) / 1_000).toFixed(0);
        console.log(`${count(done)} of ${count(runs)} passed, ${elapsed} s`);
      } else {
        failed = true;
        console.log(report.trimEnd());
        console.log(`\nFAILED  npm run chaos -- --runs ${batch.runs} --seed ${batch.seed}`);
        stopAll();
      }
    }
    child.kill();
    children.delete(child);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, batches.length) }, work));
  if (!failed) console.log(`passed: ${count(runs)} schedules, seed ${seed}`);
  return !failed;
}

/**
 * spec/chaos and the library as one file of plain JavaScript: Jest's sandbox and the interop of CommonJS
 * take a third of the time.
 */
async function buildWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-chaos-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: ['spec/chaos/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    mainFields: ['module', 'main'],
    conditions: ['es2015', 'import'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/**
 * @param {{ runs: number, seed: number }} batch
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>} what is wrong, if something is
 */
async function check(batch, child) {
  child.send(batch);
  const answer = once(child, 'message').then(([{ report }]) => report);
  const end = once(child, 'exit').then(([code, signal]) => `ended with ${code ?? signal}`);
  return Promise.race([answer, end]);
}

/** The options, or undefined where they are wrong or ask for help; that has been answered then. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '10000' },
        seed: { type: 'string', default: String(Date.now() % SEEDS) },
        jobs: { type: 'string', default: String(availableParallelism()) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (!values.help) {
      return {
        runs: whole('runs', values.runs, 1),
        seed: whole('seed', values.seed, 0),
        jobs: whole('jobs', values.jobs, 1),
      };
    }
    console.log(USAGE);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  return undefined;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} least
 */
function whole(name, text, least) {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value < SEEDS) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${SEEDS - 1}`);
}

/** @param {number} value */
function count(value) {
  return value.toLocaleString('en');
}
