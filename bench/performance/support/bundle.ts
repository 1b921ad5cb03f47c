import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { pageBundle } from '../../../scripts/page-bundle.mjs';

/** What a page is to load at most, minified and gzipped, in units of 1,000 bytes. `npm test` holds .size-limit.js. */
export interface Budget {
  readonly name: string;
  readonly limitKb: number;
  readonly code: string;
}

export const BUDGETS: readonly Budget[] = [
  {
    name: '`rx-connect-chat/lite`, `createChat` alone, rxjs in',
    limitKb: 20,
    code: "export { createChat } from 'rx-connect-chat/lite'",
  },
  {
    name: '`rx-connect-chat` with the AWS SDK, `createChat` alone',
    limitKb: 78,
    code: "export { createChat } from 'rx-connect-chat'",
  },
  {
    name: '`rx-connect-chat/chatjs`, the drop-in',
    limitKb: 26,
    code: "export * from 'rx-connect-chat/chatjs'",
  },
];

/** What a bundler makes of `code`, as a page loads it. */
export async function bundleOf(code: string): Promise<{ bytes: number; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    ...pageBundle,
    stdin: { contents: code, resolveDir: process.cwd() },
    outdir: 'out',
    write: false,
  });
  const bytes = outputFiles
    .filter(({ path }) => relative(process.cwd(), path) in metafile.outputs)
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { bytes, metafile };
}
