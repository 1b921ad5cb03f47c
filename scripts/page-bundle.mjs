import { relative } from 'node:path';

/**
 * Drops the files that no file asks for from what was built: esbuild writes one for each import(), though
 * what would call it has been shaken off.
 *
 * @type {import('esbuild').Plugin}
 */
const loadedOnly = {
  name: 'loaded-only',
  setup(build) {
    const { entryPoints } = build.initialOptions;
    const [file] = Array.isArray(entryPoints) ? entryPoints.map(String) : [];
    const entry = file === undefined ? '<stdin>' : relative('', file);
    build.onEnd(({ metafile }) => {
      if (metafile === undefined) return;
      const { outputs } = metafile;
      const loaded = new Set(
        Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entry),
      );
      for (const path of loaded)
        for (const next of outputs[path]?.imports ?? []) loaded.add(next.path);
      metafile.outputs = Object.fromEntries(
        Object.entries(outputs).filter(([path]) => loaded.has(path)),
      );
    });
  },
};

/**
 * How a bundler for pages bundles: what is loaded later in files of its own. esbuild shakes nothing off
 * such a file where it has to go into the first.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const pageBundle = {
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  metafile: true,
  plugins: [loadedOnly],
};
