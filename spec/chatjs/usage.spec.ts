import { join } from 'node:path';
import ts6 from 'typescript';
import ts5 from 'typescript5';

const root = join(__dirname, '../..');
const file = (name: string) => join(__dirname, 'usage', `${name}.ts`);

jest.setTimeout(120_000);

/** What the compiler has to say about a page's code. */
function complaints(ts: typeof ts6, name: string): readonly string[] {
  const program = ts.createProgram([file(name)], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    paths: { 'rx-connect-chat/*': [join(root, 'lib/*.ts')] },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file: source, messageText }) =>
      [source?.fileName, ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    );
}

describe.each([
  ['TypeScript 5', ts5 as unknown as typeof ts6],
  ['TypeScript 6', ts6],
])("code written for amazon-connect-chatjs's types, with %s", (_, ts) => {
  it.each(['customer', 'agent'])("compiles: a %s's session", (name) => {
    expect(complaints(ts, name)).toEqual([]);
  });
});

it('knows what is wrong', () => {
  expect(complaints(ts6, 'wrong')).toHaveLength(3);
});
