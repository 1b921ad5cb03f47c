// Lets specs, which Jest runs as CommonJS, import the .mjs files in here. (ts-jest leaves an .mjs
// file an ES module, whatever the options say.)
import { transformSync } from 'esbuild';

export default {
  /**
   * @param {string} source
   * @param {string} path
   */
  process(source, path) {
    const { code } = transformSync(source, {
      sourcefile: path,
      sourcemap: 'inline',
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      supported: { 'dynamic-import': false }, // Jest has require only
    });
    return { code };
  },
};
