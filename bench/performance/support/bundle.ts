import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** What a page is to load at most, minified and gzipped, in units of 1,000 bytes. */
export interface Budget {
  readonly name: string;
  readonly limitKb: number;
  /** What `npm test` holds it to: as long as the limit is missed, it is not to grow unnoticed. */
  readonly ceilingKb: number;
  readonly code: string;
}

export const BUDGETS: readonly Budget[] = [
  {
    name: '`rx-connect-chat/lite`, `createChat` alone, rxjs in',
    limitKb: 20,
    ceilingKb: 41.5,
    code: "export { createChat } from 'rx-connect-chat/lite'",
  },
  {
    name: '`rx-connect-chat` with the AWS SDK, `createChat` alone',
    limitKb: 78,
    ceilingKb: 100,
    code: "export { createChat } from 'rx-connect-chat'",
  },
  {
    name: '`rx-connect-chat/chatjs`, the drop-in',
    limitKb: 26,
    ceilingKb: 49,
    code: "export * from 'rx-connect-chat/chatjs'",
  },
];

/**
 * What a bundler makes of `code`, as a page loads it: with what it loads later, in files of its own as
 * bundlers for pages have it. esbuild shakes nothing off such a file where it has to go into the first.
 */
export async function bundleOf(code: string): Promise<{ bytes: number; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: process.cwd() },
    bundle: true,
    splitting: true,
    outdir: 'out',
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const outputs = loaded(metafile, 'out/stdin.js');
  const bytes = outputFiles
    .filter(({ path }) => relative(process.cwd(), path) in outputs)
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { bytes, metafile: { ...metafile, outputs } };
}

/** Those files that `entry` leads to: esbuild writes one for each import(), though nothing is left that asks for it. */
function loaded({ outputs }: Metafile, entry: string): Metafile['outputs'] {
  const paths = new Set([entry]);
  for (const path of paths) for (const next of outputs[path]?.imports ?? []) paths.add(next.path);
  return Object.fromEntries(Object.entries(outputs).filter(([path]) => paths.has(path)));
}
