// Checks what users will get: packs the built library, has publint and attw read the package, then
// installs it into an empty project and loads every entry point in plain Node, by import and by
// require. Run `npm run build` first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, pack } from './packed.mjs';

/** What an entry point must offer at least; one that is not listed, anything at all. */
const expected = /** @type {Record<string, string[]>} */ ({
  '.': ['createChat'],
  './lite': ['createChat'],
  './angular': ['provideConnectChat', 'injectConnectChat'],
  './chatjs': ['ChatClient', 'ChatSession'],
  './chatjs-global': ['ChatSession'],
  './journal': ['journalToMarbles', 'recordJournal', 'replay'],
  './testing': ['fakeChat', 'fakeService', 'fakeWebSocketManager', 'says'],
  './tabs': ['shareChat'],
  './desk': ['createAgentDesk', 'streamsContacts'],
});

/** What an entry point is there to set, where it sets anything. */
const sets = /** @type {Record<string, string[]>} */ ({
  './chatjs': ['connect'],
  './chatjs-global': ['connect'],
  './angular': ['devtoolsFormatters', 'ngDevMode'], // by Angular itself
});

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const temporary = mkdtempSync(join(tmpdir(), 'rx-connect-chat-package-'));
const project = join(temporary, 'project');
let faults = 0;
try {
  main();
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = faults > 0 ? 1 : 0;

function main() {
  const packed = pack(temporary);
  const { tarball, files, bytes } = packed;
  console.log(`${basename(tarball)}: ${files.length} files, ${(bytes / 1024).toFixed(0)} KiB`);
  const stray = files.filter((path) => /(^|\/)(spec|node_modules)\/|\.spec\./.test(path));
  if (stray.length > 0) fault(`the package has files that users do not need: ${stray.join(', ')}`);
  const folders = files.filter((path) => /^[^/]+\/package\.json$/.test(path)).sort();
  const entries = entryFiles();
  if (folders.join() !== entries.join()) {
    fault(`the entry points' folders are ${folders.join(', ')}, not ${entries.join(', ')}`);
  }

  tool('publint', 'publint/src/cli.js', ['run', tarball, '--strict']);
  tool('attw', '@arethetypeswrong/cli/dist/index.js', [
    ...[tarball, '--no-definitely-typed', '--no-color', '--no-emoji'],
  ]);

  install(packed, project);
  for (const entry of Object.keys(manifest.exports)) {
    if (entry === './package.json') continue;
    load(entry, 'import');
    load(entry, 'require');
  }
  for (const entry of ['.', './lite']) wireSamples(entry.replace('.', manifest.name));
}

/**
 * Has a chat of the package read samples of what the service sends, by a checker that knows only the public API.
 * It lies beside the project, if it is there; spec/wire-samples has the same samples.
 *
 * @param {string} name
 */
function wireSamples(name) {
  const checker = join(root, '..', 'shared', 'wire-samples', 'check.mjs');
  if (!existsSync(checker)) return;
  const { ok, output } = run(process.execPath, [checker, name], { cwd: project });
  if (ok) console.log(`ok wire samples through ${name}: ${output.trim().split('\n').at(-1) ?? ''}`);
  else fault(`${name} loses wire samples\n${output}`);
}

/** One in a folder for each entry point, as scripts/entry-folders.mjs makes them. */
function entryFiles() {
  return Object.keys(manifest.exports)
    .filter((entry) => entry !== '.' && entry !== './package.json')
    .map((entry) => `${entry.slice('./'.length)}/package.json`)
    .sort();
}

/**
 * Loads one entry point and sees what it offers and what it leaves behind.
 *
 * @param {string} entry
 * @param {'import' | 'require'} how
 */
function load(entry, how) {
  const name = entry.replace('.', manifest.name);
  const what = `${how} '${name}'`;
  const loaded = inNode(how, name);
  if (!loaded.ok) return fault(`${what} failed\n${loaded.output}`);

  const { names, globals, left, msToEnd } = loaded;
  const missing = (expected[entry] ?? []).filter((each) => !names.includes(each));
  const before = faults;
  if (names.length === 0) fault(`${what}: exports nothing`);
  if (names.includes('default')) fault(`${what}: has a default export`);
  if (missing.length > 0) fault(`${what}: does not export ${missing.join(', ')}`);
  if (globals.join() !== (sets[entry] ?? []).join()) {
    fault(`${what}: adds to globalThis: ${globals.join(', ') || 'nothing'}`);
  }
  if (left.length > 0) fault(`${what}: leaves ${left.join(', ')}`);
  if (msToEnd > 2_000) fault(`${what}: the process took ${msToEnd} ms to end`);
  if (faults === before) console.log(`ok ${what}: ${names.length} names`);
}

/**
 * Loads a module in a Node process of its own.
 *
 * @param {'import' | 'require'} how
 * @param {string} name
 * @returns {{ ok: boolean, output: string, names: string[], globals: string[], left: string[], msToEnd: number }}
 */
function inNode(how, name) {
  const body = `
    void process.stdout, process.stderr; // they are resources too, made at first use
    const globals = new Set(Reflect.ownKeys(globalThis));
    const resources = process.getActiveResourcesInfo();
    const loaded = ${how === 'import' ? 'await import' : 'require'}(${JSON.stringify(name)});
    await new Promise(setImmediate);
    const left = process.getActiveResourcesInfo();
    for (const resource of resources) {
      if (left.includes(resource)) left.splice(left.indexOf(resource), 1);
    }
    const added = Reflect.ownKeys(globalThis).filter((key) => !globals.has(key)).map(String);
    const names = Object.keys(loaded);
    console.log(JSON.stringify({ names, globals: added, left, at: Date.now() }));`;
  const child = run(
    process.execPath,
    how === 'import'
      ? ['--input-type=module', '--eval', body]
      : ['--input-type=commonjs', '--eval', `(async () => {${body}})()`],
    { cwd: project, timeout: 10_000 },
  );
  const ended = Date.now();
  // One that was stopped for not ending has still said what it saw.
  const line = child.stdout.split('\n').find((each) => each.startsWith('{"names":'));
  if (line === undefined) {
    return { ok: false, output: child.output, names: [], globals: [], left: [], msToEnd: 0 };
  }
  const { at, ...seen } = JSON.parse(line);
  return { ok: true, output: child.output, msToEnd: ended - at, ...seen };
}

/**
 * @param {string} name
 * @param {string} program - under node_modules
 * @param {string[]} args
 */
function tool(name, program, args) {
  const result = run(process.execPath, [join('node_modules', program), ...args]);
  if (result.ok) console.log(`ok ${name}`);
  else fault(`${name} found faults\n${result.output}`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    encoding: 'utf8',
  });
  const output = `${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`;
  return { ok: status === 0, stdout: stdout ?? '', output };
}

/** @param {string} message */
function fault(message) {
  faults++;
  console.error(`FAIL ${message}`);
}
