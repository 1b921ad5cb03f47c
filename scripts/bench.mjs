// `npm run bench`: what this library costs, as ratios to the least that the machine allows, beside
// amazon-connect-chatjs. Prints the table, and writes it into docs/performance.md. Fails where a limit
// is missed.
//
//   npm run bench                  all rows
//   npm run bench -- messages      one row, or several by their names
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('performance', 'main', 'child', 'idleClient', 'service');
if (!(await main(join('docs', 'performance.md'), process.argv.slice(2)))) process.exitCode = 1;
