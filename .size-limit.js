// What a page may load at most, minified and gzipped, rxjs in: `npm run test:sizes`. As long as a limit
// of docs/performance.md is missed, the bundle is not to grow unnoticed.
import { pageBundle } from './scripts/page-bundle.mjs';

/** @param {import('esbuild').BuildOptions} config */
const asForPages = ({ entryPoints, outdir }) => ({
  ...pageBundle,
  entryPoints,
  outdir,
  allowOverwrite: true, // of its own entry
});

const shared = { gzip: true, modifyEsbuildConfig: asForPages };

export default [
  {
    name: 'rx-connect-chat/lite, createChat alone',
    path: 'lib/lite.ts',
    import: '{ createChat }',
    limit: '52.8 kB',
    ...shared,
  },
  {
    name: 'rx-connect-chat with the AWS SDK, createChat alone',
    path: 'lib/index.ts',
    import: '{ createChat }',
    limit: '88.2 kB',
    ...shared,
  },
  {
    name: 'rx-connect-chat/chatjs, the drop-in',
    path: 'lib/chatjs.ts',
    limit: '61.4 kB',
    ...shared,
  },
  {
    name: 'rx-connect-chat/tabs, shareChat',
    path: 'lib/tabs.ts',
    import: '{ shareChat }',
    limit: '62.8 kB',
    ...shared,
  },
];
