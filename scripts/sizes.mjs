// `npm run sizes`: what a page loads, minified and gzipped. Fails where it has outgrown its ceiling.
//
//   npm run sizes                 prints it
//   npm run sizes -- --write      and writes what the bundles are made of into docs/performance.md
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('performance', 'sizes');
const file = process.argv.includes('--write') ? join('docs', 'performance.md') : undefined;
if (!(await main(file))) process.exitCode = 1;
