// `npm test`: everything that has to hold, in one run. It goes on after a failure, so that one run
// shows them all, and its last line is `N passed, N failed`. A Jest run counts its tests, every
// other step counts as one.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** A step that takes longer than this hangs. */
const limitMs = 15 * 60_000;
/** How long Jest may take to end after it wrote its results, before it is taken to hang. */
const lingerMs = 10_000;
const temporary = mkdtempSync(join(tmpdir(), 'rx-connect-chat-test-'));
process.on('exit', () => {
  rmSync(temporary, { recursive: true, force: true });
});

let passed = 0;
let failed = 0;

/** Where chance begins for the schedules of spec/chaos that are others each time. */
const chaosSeed = Math.floor(Math.random() * 2 ** 31);

const installed = await run(process.execPath, ['scripts/setup.mjs'], process.env, 'show');
if (installed.ok) {
  await check('types', 'typecheck');
  await check('lint', 'lint');
  await check('format', 'format:check');
  await check('imports', 'depcruise');
  await check('docs', 'test:docs');
  await check('api', 'test:api');
  await check('build', 'build');
  await check('sizes', 'test:sizes');
  await jest('unit', { CHAOS_SEED: String(chaosSeed) }, `fresh chaos: seed ${chaosSeed}`);
  if (existsSync('spec/e2e')) await browsers();
  await check('package', 'test:package');
} else {
  report('install', false, { ...installed, output: '' }); // shown as it came
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/**
 * @param {string} name
 * @param {string} script - of package.json
 */
async function check(name, script) {
  const result = await run('npm', ['run', '--silent', script]);
  report(name, result.ok, result);
}

async function browsers() {
  const page = await run(process.execPath, ['esbuild.mjs', 'page']);
  if (!page.ok) report('page', false, page);
  let chromium = '';
  for (const name of ['chromium', 'firefox', 'webkit', 'runtimes']) {
    const found = await run(process.execPath, [`scripts/${name}.mjs`]);
    if (!found.ok) report(name, false, found);
    else if (name === 'chromium') chromium = found.output.trim().split('\n').at(-1) ?? '';
  }
  await jest('e2e', { CHROMIUM_PATH: chromium });
  await jest('ecosystem', { CHROMIUM_PATH: chromium });
}

/**
 * @param {string} project - of jest.config.ts
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [note] - shown with the counts
 */
async function jest(project, env, note) {
  const file = join(temporary, `${project}.json`);
  const result = await run(
    process.execPath,
    [
      'node_modules/jest/bin/jest.js',
      ...['--selectProjects', project, '--json', `--outputFile=${file}`],
    ],
    { ...process.env, ...env },
    'keep',
    file,
  );
  const counts = jestCounts(file);
  // A run that failed without a failed test, or had no test at all, is a failure too.
  // A test that is skipped shows nothing, so it counts as one that failed.
  const faults = counts.failed + counts.skipped || Number(!result.ok || counts.passed === 0);
  passed += counts.passed;
  failed += faults;
  const skipped = counts.skipped ? ` (${counts.skipped} skipped)` : '';
  const summary = `${counts.passed} passed, ${faults} failed${skipped}`;
  line(project, faults === 0, result.ms, note ? `${summary}; ${note}` : summary);
  if (faults > 0) console.log(result.output.trimEnd());
}

/** @param {string} file */
function jestCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: Number(results.numPassedTests),
    failed: Number(results.numFailedTests) + Number(results.numRuntimeErrorTestSuites),
    skipped: Number(results.numPendingTests) + Number(results.numTodoTests),
  };
}

/**
 * @param {string} name
 * @param {boolean} ok
 * @param {{ output: string, ms: number }} result
 */
function report(name, ok, { output, ms }) {
  if (ok) passed++;
  else failed++;
  line(name, ok, ms, '');
  if (!ok) console.log(output.trimEnd());
}

/**
 * @param {string} name
 * @param {boolean} ok
 * @param {number} ms
 * @param {string} note
 */
function line(name, ok, ms, note) {
  const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(8);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(9)}${seconds}  ${note}`.trimEnd());
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {'keep' | 'show'} mode - whether the output is also shown as it comes
 * @param {string} [results] - the file that the command writes when it has finished its work
 * @returns {Promise<{ ok: boolean, output: string, ms: number }>}
 */
function run(command, args, env = process.env, mode = 'keep', results) {
  return new Promise((resolve) => {
    const started = Date.now();
    const windows = process.platform === 'win32';
    const child = spawn(command, args, {
      env,
      shell: windows,
      detached: !windows, // a group of its own, so that what it started can be stopped with it
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {string} */ text) => {
      output += text;
      if (mode === 'show') process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const stop = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(windows ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // it has ended meanwhile
      }
    };
    const late = setTimeout(() => {
      keep(`\nstopped after ${limitMs / 60_000} minutes\n`);
      stop();
    }, limitMs);
    let finished = 0;
    const watch = setInterval(() => {
      if (results === undefined || !existsSync(results)) return;
      finished ||= Date.now();
      if (Date.now() - finished < lingerMs) return;
      keep('\nstopped: the tests are over, but a timer, socket or server is left open\n');
      clearInterval(watch);
      stop();
    }, 1_000);
    const interrupted = () => {
      stop();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const done = (/** @type {boolean} */ ok) => {
      clearTimeout(late);
      clearInterval(watch);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ ok, output, ms: Date.now() - started });
    };
    child.once('error', (error) => {
      keep(String(error));
      done(false);
    });
    child.once('close', (code) => {
      done(code === 0);
    });
  });
}
