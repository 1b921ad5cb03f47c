import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The list of the example page alone, in the example page's markup. */
export async function servePage(): Promise<{
  readonly url: string;
  readonly close: () => void;
}> {
  const { outputFiles } = await build({
    entryPoints: [join('bench', 'rendering', 'page.ts')],
    inject: [createRequire(import.meta.url).resolve('amazon-connect-chatjs')],
    outdir: 'out',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { global: 'globalThis' },
    write: false,
  });
  const html = await readFile(join('examples', 'page', 'index.html'), 'utf8');
  const files = new Map([
    ['/', { type: 'text/html', body: html }],
    ...outputFiles.map(({ path, text }) => {
      const isStyle = path.endsWith('.css');
      const type = isStyle ? 'text/css' : 'text/javascript';
      return [isStyle ? '/main.css' : '/main.js', { type, body: text }] as const;
    }),
  ]);
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? '/').split('?')[0] ?? '/');
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}
