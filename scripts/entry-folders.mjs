// Resolvers that do not know `exports` (TypeScript's `node10`, Metro before 0.82, webpack 4, Parcel)
// look for `rx-connect-chat/lite` in a folder `lite`. So each entry point gets one, with a package.json
// that leads to what `exports` leads to. Paths are from the project's folder.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ types: string, default: string }} Target */

/**
 * Writes the folders anew.
 *
 * @param {{ exports: Record<string, string | { import: Target, require: Target }> }} manifest
 */
export function writeEntryFolders({ exports }) {
  for (const folder of entryFolders()) rmSync(folder, { recursive: true });
  for (const [entry, targets] of Object.entries(exports)) {
    if (entry === '.' || typeof targets === 'string') continue;
    const fields = {
      main: above(targets.require.default),
      module: above(targets.import.default),
      types: above(targets.require.types),
    };
    mkdirSync(entry);
    writeFileSync(join(entry, 'package.json'), `${JSON.stringify(fields, undefined, 2)}\n`);
  }
}

/** What `writeEntryFolders` writes. */
const WRITTEN =
  /^\{\n {2}"main": "\.\.\/dist\/[^"]*",\n {2}"module": "[^"]*",\n {2}"types": "[^"]*"\n\}\n$/;

/** Those of an earlier build: what was written is in them, and nothing else. */
function entryFolders() {
  return readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(entry.name).join() === 'package.json')
    .map(({ name }) => name)
    .filter((name) => WRITTEN.test(readFileSync(join(name, 'package.json'), 'utf8')));
}

/** @param {string} path - from the package's folder */
const above = (path) => path.replace(/^\./, '..');
