// Type-checks the code blocks (```ts and ```tsx) of README.md and docs/, each as a module of its own.
// Names that a block uses and does not declare are those of scripts/docs-names.d.ts. A block with
// `file=…` after its kind shows that file, which is checked where it is: it must be the same.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const pages = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const found = pages.flatMap(blocksOf);
const shown = found.filter(({ file }) => file !== undefined);
const blocks = new Map(
  found
    .filter(({ file }) => file === undefined)
    .map((block) => [resolve(`${block.page}.${block.line}.${block.kind}`), block]),
);

const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8'));
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, '.');
const disk = ts.createCompilerHost(options);
/** @type {ts.CompilerHost} */
const host = {
  ...disk,
  fileExists: (path) => blocks.has(path) || disk.fileExists(path),
  readFile: (path) => blocks.get(path)?.text ?? disk.readFile(path),
  getSourceFile: (path, version, onError) => {
    const block = blocks.get(path);
    return block
      ? ts.createSourceFile(path, block.text, version)
      : disk.getSourceFile(path, version, onError);
  },
};
const program = ts.createProgram({
  rootNames: [...blocks.keys(), resolve('scripts/docs-names.d.ts')],
  options: { ...options, jsx: ts.JsxEmit.ReactJSX, noEmit: true },
  host,
});

const faults = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  const block = blocks.get(file?.fileName ?? '');
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `${block ? `${block.page}:${block.line + 1 + line}` : file?.fileName}: ${text}`;
});
for (const { page, line, file, code } of shown) {
  if (file !== undefined && readFileSync(file, 'utf8').trim() !== code.trim()) {
    faults.push(`${page}:${line}: this is not what ${file} says`);
  }
}
for (const fault of faults) console.error(fault);
console.log(`${found.length} code blocks in ${pages.length} pages, ${faults.length} faults`);
process.exitCode = faults.length > 0 || blocks.size === 0 ? 1 : 0;

/** @param {string} page */
function blocksOf(page) {
  const lines = readFileSync(page, 'utf8').split('\n');
  const found = [];
  for (let at = 0; at < lines.length; at++) {
    const [, fence, kind, file] = /^ *(`{3,})(tsx?)\b(?: +file=(\S+))?/.exec(lines[at] ?? '') ?? [];
    if (fence === undefined || kind === undefined) continue;
    const end = lines.findIndex((line, i) => i > at && line.trim() === fence);
    const code = lines.slice(at + 1, end).join('\n');
    found.push({ page, kind, line: at + 1, file, code, text: `${code}\nexport {};` });
    at = end;
  }
  return found;
}
