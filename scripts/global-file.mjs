// The one file for a script tag; paths are from the project's folder.
import { join } from 'node:path';
import { build } from 'esbuild';

/** One classic script with all it needs: sets `connect.ChatSession`, and `RxConnectChat`. */
export async function buildGlobal(outfile = join('dist', 'rx-connect-chat.global.js')) {
  await build({
    entryPoints: [join('lib', 'global.ts')],
    conditions: ['es2015'], // rxjs in its smaller form
    outfile,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    sourcemap: true,
    logLevel: 'warning',
  });
}
