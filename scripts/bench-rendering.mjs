// `npm run bench:rendering`: 10,000 messages at 500 a second in Chromium, in the list of the example
// page, fed by this library and by amazon-connect-chatjs, in about 6 minutes. Prints the table, and
// writes it into docs/performance.md. Fails below 50 frames a second.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('rendering', 'main');
if (!(await main(join('docs', 'performance.md')))) process.exitCode = 1;
