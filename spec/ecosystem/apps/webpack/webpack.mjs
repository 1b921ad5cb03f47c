import { resolve } from 'node:path';
import webpack from 'webpack';

/**
 * Bundles as `webpack` does; the callback is all it has.
 *
 * @param {{ entry: Record<string, string>, output: string }} what
 * @param {webpack.Configuration} how
 */
export function bundle({ entry, output }, how = {}) {
  const path = resolve(output);
  return new Promise((done, failed) => {
    webpack({ mode: 'production', entry, output: { path }, ...how }, (error, stats) => {
      if (error) failed(error);
      else if (stats?.hasErrors()) failed(new Error(stats.toString('errors-only')));
      else done(undefined);
    });
  });
}
