import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Imports a TypeScript file of a folder of this one, bundled with the library's sources; packages stay
 * what they are. `others` are bundled beside it, for processes of their own.
 *
 * @param {string} folder
 * @param {string} entry - without `.ts`
 * @param {string[]} others
 */
export async function bundled(folder, entry, ...others) {
  const outdir = join(here, folder, 'dist');
  await build({
    entryPoints: [entry, ...others].map((name) => join(here, folder, `${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    banner: {
      // What the specs share with this runs as CommonJS there.
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  return import(pathToFileURL(join(outdir, `${entry}.mjs`)).href);
}
