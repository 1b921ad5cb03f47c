import { basename, join } from 'node:path';
import { build } from 'esbuild';

/**
 * An example's scripts, bundled from the library's sources, by name.
 *
 * @param {string} example - its folder in examples
 * @param {readonly string[]} entries - its files that are loaded
 * @param {'browser' | 'node'} platform
 */
export async function bundleExample(example, entries, platform = 'browser') {
  const { outputFiles } = await build({
    entryPoints: entries.map((entry) => join('examples', example, entry)),
    outdir: join('examples', example, 'dist'),
    write: false,
    bundle: true,
    format: 'esm',
    platform,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}
