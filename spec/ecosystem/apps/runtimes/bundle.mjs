// Bundles the scenario for those who do not resolve packages themselves, or not from ES modules.
import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

const site = 'runtimes/site';
/** @type {import('esbuild').BuildOptions} */
const options = { bundle: true, logLevel: 'error' };

await build({
  ...options,
  entryPoints: ['page', 'worker', 'serviceWorker'].map((name) => `runtimes/${name}.js`),
  outdir: site,
  format: 'iife',
});
await copyFile('runtimes/page.html', `${site}/index.html`);
await build({
  ...options,
  entryPoints: ['runtimes/workerd.js'],
  outdir: site,
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'], // as Wrangler has it
});
// Jest resolves the packages in its own way.
for (const module of ['runtimes/scenario', 'testing/suite']) {
  await build({
    ...options,
    entryPoints: [`${module}.js`],
    outfile: `${module}.cjs`,
    format: 'cjs',
    packages: 'external',
  });
}
