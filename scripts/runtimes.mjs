// The runtimes that `npm run test:ecosystem` has chats in: those of spec/ecosystem/runtimes/package.json,
// at the versions of its lock. They are too heavy for node_modules (1 GB), so they are installed once into
// a cache folder of this user, which is shared by all checkouts.
//
//   node scripts/runtimes.mjs     prints the folder; installs them if they are not there
//   findRuntimes()                for the specs: the folder, or an error that says what to do
//
// The specs load this file as CommonJS, so it does without import.meta.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const manifest = join('spec', 'ecosystem', 'runtimes');
const files = ['package.json', 'package-lock.json', '.npmrc'];

/** The folder whose node_modules has the runtimes. */
export function findRuntimes() {
  const folder = folderOf();
  if (existsSync(folder)) return folder;
  throw new Error(`cannot find the runtimes in ${folder}: run \`node scripts/runtimes.mjs\``);
}

/** The cache has a folder for each lock, so that one is never half of another. */
function folderOf() {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(manifest, file)));
  return join(cache(), `runtimes-${hash.digest('hex').slice(0, 12)}`);
}

function cache() {
  const { XDG_CACHE_HOME } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'rx-connect-chat');
  try {
    if (homedir() !== '') return join(homedir(), '.cache', 'rx-connect-chat');
  } catch {
    // no home folder at all
  }
  return join(tmpdir(), 'rx-connect-chat-cache');
}

function installRuntimes() {
  const folder = folderOf();
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    for (const file of files) copyFileSync(join(manifest, file), join(unfinished, file));
    console.error('no runtimes here: npm ci');
    // Scripts would download what the packages have already brought, or run it.
    const { status, stdout, stderr, error } = spawnSync(
      'npm',
      ['ci', '--ignore-scripts', '--no-update-notifier', '--loglevel=error'],
      { cwd: unfinished, encoding: 'utf8', shell: process.platform === 'win32' },
    );
    if (status !== 0) {
      console.error(`${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`);
      throw new Error('cannot install the runtimes: npm ci failed, its output is above');
    }
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

if (basename(process.argv[1] ?? '') === 'runtimes.mjs') {
  try {
    if (!existsSync(folderOf())) installRuntimes();
    console.log(findRuntimes());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
