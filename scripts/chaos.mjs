// `npm run chaos`: the property tests of spec/chaos with as many random schedules as one likes.
//
//   npm run chaos -- --runs 1000000            1,000,000 schedules, in batches
//   npm run chaos -- --runs 500 --seed 42      the same 500 as ever
//   npm run chaos -- --jobs 4                  four batches at a time (default: one per core)
//
// A batch has a seed of its own: that of the run and the batch's number. Stops at the first failure
// and says how to see it again.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
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

/** Schedules of one process: enough to be worth its start, few enough to show progress. */
const BATCH = 10_000;
const SEEDS = 2 ** 31;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const options = readOptions();
if (options !== undefined) process.exitCode = (await run(options)) ? 0 : 1;

/** @param {{ runs: number, seed: number, jobs: number }} options */
async function run({ runs, seed, jobs }) {
  console.log(`${count(runs)} schedules, seed ${seed}`);
  const startedAt = Date.now();
  const batches = Array.from({ length: Math.ceil(runs / BATCH) }, (_, i) => ({
    runs: Math.min(BATCH, runs - i * BATCH),
    seed: (seed + i) % SEEDS,
  }));
  /** @type {Set<import('node:child_process').ChildProcess>} */
  const running = new Set();
  let done = 0;
  let failed = false;

  const work = async () => {
    for (let batch = batches.shift(); batch && !failed; batch = batches.shift()) {
      const { ok, output } = await jest(batch, running);
      if (failed) return; // stopped for another's sake
      if (!ok) {
        failed = true;
        for (const child of running) child.kill();
        console.log(output.trimEnd());
        console.log(`\nFAILED  npm run chaos -- --runs ${batch.runs} --seed ${batch.seed}`);
        return;
      }
      done += batch.runs;
      const elapsed = ((Date.now() - startedAt) / 1_000).toFixed(0);
      console.log(`${count(done)} of ${count(runs)} passed, ${elapsed} s`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  if (!failed) console.log(`passed: ${count(runs)} schedules, seed ${seed}`);
  return !failed;
}

/**
 * @param {{ runs: number, seed: number }} batch
 * @param {Set<import('node:child_process').ChildProcess>} running
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function jest({ runs, seed }, running) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['node_modules/jest/bin/jest.js', 'spec/chaos/', '--selectProjects', 'unit', '--runInBand'],
      {
        env: { ...process.env, CHAOS_RUNS: String(runs), CHAOS_SEED: String(seed) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    running.add(child);
    let output = '';
    const keep = (/** @type {string} */ text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const end = (/** @type {boolean} */ ok) => {
      running.delete(child);
      resolve({ ok, output });
    };
    child.once('error', (error) => {
      keep(String(error));
      end(false);
    });
    child.once('close', (code) => {
      end(code === 0);
    });
  });
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
