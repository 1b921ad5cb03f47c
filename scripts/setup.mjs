// Makes sure that node_modules is what package-lock.json says; quiet when it is.
// It runs before anything is installed, so it uses Node alone.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const problem = difference();
if (problem !== undefined) {
  console.log(`installing the dependencies: ${problem}`);
  const started = Date.now();
  const npm = spawnSync(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
    {
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, ...cacheWithoutHome() },
    },
  );
  if (npm.status !== 0) {
    const output = `${npm.stdout ?? ''}${npm.stderr ?? ''}${npm.error ? String(npm.error) : ''}`;
    console.error(output.split('\n').slice(0, 40).join('\n')); // npm's usage text comes last
    console.error('cannot install the dependencies: npm ci failed, its output is above');
    process.exit(1);
  }
  console.log(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Why node_modules has to be installed anew, or undefined when it has not. */
function difference() {
  const manifest = readJson('package.json');
  const wanted = readJson('package-lock.json')?.packages;
  const installed = readJson(join('node_modules', '.package-lock.json'))?.packages;
  if (!manifest || !wanted) throw new Error('run it where package.json and package-lock.json are');
  if (!installed) return 'there are none yet';

  for (const field of ['dependencies', 'devDependencies', 'peerDependencies']) {
    if (!sameEntries(manifest[field] ?? {}, wanted[''][field] ?? {})) {
      return `package.json has other ${field} than package-lock.json`; // npm ci says which
    }
  }
  for (const [path, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // An optional package is for one kind of machine, and may be left out on this one.
    if (!found && (optional || devOptional)) continue;
    if (found?.version !== version) return `${path} is not at ${version}`;
  }
  for (const path of Object.keys(installed)) {
    if (!(path in wanted)) return `${path} is there and should not be`;
  }
  return undefined;
}

/** npm keeps its cache in the home folder; without one it gets a folder to throw away. */
function cacheWithoutHome() {
  try {
    if (homedir() !== '') return {};
  } catch {
    // no home folder at all
  }
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  return { HOME: folder, npm_config_cache: join(folder, 'cache') };
}

/**
 * @param {Record<string, string>} a
 * @param {Record<string, string>} b
 */
function sameEntries(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
