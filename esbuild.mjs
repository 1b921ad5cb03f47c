// Builds the library and the example page.
//
//   node esbuild.mjs         dist/esm and dist/cjs, file by file, with declarations, and the global file;
//                            a folder for each entry point, for resolvers that do not know `exports`
//   node esbuild.mjs page    examples/page/dist, bundled from the library's sources
//
// The library is not bundled: its entry points share their modules, so that a ChatError caught from
// one is the ChatError imported from another, and bundlers can drop what a page does not use.
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeEntryFolders } from './scripts/entry-folders.mjs';
import { buildGlobal } from './scripts/global-file.mjs';

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);

/** The command-line program: an ES module only, and nobody imports it. */
const cli = join('lib', 'cli');

async function buildLibrary() {
  const sources = await filesUnder('lib', '.ts');
  await rm('dist', { recursive: true, force: true });

  /** @type {import('esbuild').BuildOptions} */
  const options = {
    outbase: 'lib',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: true,
    logLevel: 'warning',
  };
  await build({ ...options, entryPoints: sources, format: 'esm', outdir: 'dist/esm' });
  await build({
    ...options,
    entryPoints: sources.filter((file) => !file.startsWith(cli)),
    format: 'cjs',
    // import() of a CommonJS file gives its names to bundlers, but not to Node.
    supported: { 'dynamic-import': false },
    outdir: 'dist/cjs',
  });
  await writeFile(
    'dist/cjs/package.json',
    '{ "type": "commonjs", "sideEffects": ["./chatjs.js", "./chatjs-global.js"] }\n',
  );

  await buildGlobal();
  await declarations();
  writeEntryFolders(JSON.parse(await readFile('package.json', 'utf8')));
  const program = join('dist', 'esm', 'cli', 'main.js');
  if (existsSync(program)) await chmod(program, 0o755);
}

/** The declarations read the same in both formats: what they import decides which is meant. */
async function declarations() {
  const tsc = spawnSync(
    process.execPath,
    [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
    { stdio: 'inherit' },
  );
  if (tsc.status !== 0) throw new Error('cannot build: tsc found errors, listed above');

  const esm = join('dist', 'esm');
  for (const file of await filesUnder(esm, '.d.ts')) {
    const copy = join('dist', 'cjs', file.slice(esm.length + 1));
    if (!existsSync(copy.replace(/\.d\.ts$/, '.js'))) continue;
    await mkdir(dirname(copy), { recursive: true });
    await copyFile(file, copy);
  }
}

/** tsconfig.json's `paths` lead `rx-connect-chat/...` to the sources. */
export async function buildPage() {
  const from = join('examples', 'page');
  const to = join(from, 'dist');
  const entry = join(from, 'main.ts');
  if (!existsSync(entry)) return;

  await rm(to, { recursive: true, force: true });
  await build({
    entryPoints: [entry],
    outdir: to,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: true,
    logLevel: 'warning',
  });
  const html = join(from, 'index.html');
  if (existsSync(html)) await copyFile(html, join(to, 'index.html'));
}

/**
 * @param {string} folder
 * @param {string} suffix
 */
async function filesUnder(folder, suffix) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await (process.argv[2] === 'page' ? buildPage() : buildLibrary());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
