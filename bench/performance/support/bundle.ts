import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** What a page may load at most, minified and gzipped. */
export interface Budget {
  readonly name: string;
  readonly limitKb: number;
  readonly code: string;
  /** The file of the library that it is about; left out as long as there is none. */
  readonly needs: string;
}

export const BUDGETS: readonly Budget[] = [
  {
    name: '`rx-connect-chat/lite`, `createChat` alone, rxjs in',
    limitKb: 20,
    code: "export { createChat } from 'rx-connect-chat/lite'",
    needs: 'lib/lite.ts',
  },
  {
    name: '`rx-connect-chat` with the AWS SDK, `createChat` alone',
    limitKb: 78,
    code: "export { createChat } from 'rx-connect-chat'",
    needs: 'lib/index.ts',
  },
  {
    name: '`rx-connect-chat/chatjs`, the drop-in',
    limitKb: 26,
    code: "export * from 'rx-connect-chat/chatjs'",
    needs: 'lib/chatjs.ts',
  },
];

/** What a bundler makes of `code`, as a page loads it. */
export async function bundleOf(code: string): Promise<{ bytes: number; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const bytes = outputFiles.reduce(
    (sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length,
    0,
  );
  return { bytes, metafile };
}
