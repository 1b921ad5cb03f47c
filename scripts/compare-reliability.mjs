// `npm run compare:reliability`: amazon-connect-chatjs and this library through the same faults, in
// about 6 minutes. Prints the tables, and writes them into docs/reliability.md. Fails where this
// library misses one of its limits.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('reliability', 'main', 'client');
if (!(await main(join('docs', 'reliability.md')))) process.exitCode = 1;
