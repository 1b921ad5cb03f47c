import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts6 from 'typescript';
import ts5 from 'typescript5';

const root = join(__dirname, '../..');

jest.setTimeout(180_000);

/** What the compiler has to say about the code of pages in `usage/`. */
function complaints(ts: typeof ts6): readonly string[] {
  const pages = ['customer', 'agent', 'names', 'wrong'];
  const program = ts.createProgram(
    pages.map((name) => join(__dirname, 'usage', `${name}.ts`)),
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      paths: { 'rx-connect-chat/*': [join(root, 'lib/*.ts')] },
    },
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [file?.fileName, ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    );
}

it.each([
  ['5', ts5 as unknown as typeof ts6],
  ['6', ts6],
])("code written for amazon-connect-chatjs's types compiles with TypeScript %s", (_, ts) => {
  expect(complaints(ts)).toEqual([]);
});

it('names every public type of amazon-connect-chatjs 5.0.0', () => {
  const theirs = join(dirname(require.resolve('amazon-connect-chatjs')), 'index.d.ts');
  const declared = readFileSync(theirs, 'utf8').matchAll(
    /^  (?:export )?(?:interface|type) (\w+)/gm,
  );
  const names = [...declared].map(([, name]) => name!);
  const named = readFileSync(join(__dirname, 'usage', 'names.ts'), 'utf8');
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name) => !new RegExp(`connect\\.${name}\\b`).test(named))).toEqual([]);
});
