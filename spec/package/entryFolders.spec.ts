import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEntryFolders } from '../../scripts/entry-folders.mjs';

const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-'));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const manifestWith = (...entries: readonly string[]) => ({
  exports: Object.fromEntries(
    entries.map((entry) => [
      `./${entry}`,
      {
        import: { types: `./dist/esm/${entry}.d.ts`, default: `./dist/esm/${entry}.js` },
        require: { types: `./dist/cjs/${entry}.d.ts`, default: `./dist/cjs/${entry}.js` },
      },
    ]),
  ),
});

const put = (name: string, text: string) => {
  mkdirSync(name);
  writeFileSync(join(name, 'package.json'), text);
};

describe('the folders of the entry points', () => {
  it('are written anew, without those of an earlier build', () => {
    writeEntryFolders(manifestWith('lite', 'old'));
    writeEntryFolders(manifestWith('lite'));
    expect(existsSync('old')).toBe(false);
    expect(JSON.parse(readFileSync('lite/package.json', 'utf8'))).toEqual({
      main: '../dist/cjs/lite.js',
      module: '../dist/esm/lite.js',
      types: '../dist/cjs/lite.d.ts',
    });
  });

  it.each([
    ['another package', '{ "name": "mine", "main": "../dist/cjs/mine.js" }'],
    ['a package that leads elsewhere', '{ "main": "a.js", "module": "a.mjs", "types": "a.d.ts" }'],
    ['what is no JSON', 'Hello'],
    ['what is no object', 'null'],
  ])('leave alone %s', (_, text) => {
    put('mine', text);
    writeEntryFolders(manifestWith('lite'));
    expect(readFileSync('mine/package.json', 'utf8')).toBe(text);
  });
});
