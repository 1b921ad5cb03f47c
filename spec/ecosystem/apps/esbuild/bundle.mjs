import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

for (const page of ['chat', 'operator', 'unused']) {
  await build({
    entryPoints: [`page/${page}.js`],
    outdir: `esbuild/${page}`,
    bundle: true,
    splitting: page === 'chat', // it writes the chunks of an import() that it has dropped as well
    format: 'esm',
    minify: true,
    logLevel: 'error',
  });
}
await copyFile('page/index.html', 'esbuild/chat/index.html');
