// `npm run sizes`: what the bundles of docs/performance.md are made of. (`npm run test:sizes` holds their size.)
//
//   npm run sizes                 prints it
//   npm run sizes -- --write      and writes it into docs/performance.md
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('performance', 'sizes');
const file = process.argv.includes('--write') ? join('docs', 'performance.md') : undefined;
await main(file);
