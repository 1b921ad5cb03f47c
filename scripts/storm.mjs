// `npm run storm`: 100,000 clients whose service drops all sockets at once and refuses new ones for a
// minute, in virtual time. Prints the table, and writes it and its chart into docs/.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from '../bench/bundled.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const { main } = await bundled('reliability', 'stormMain');
await main(join('docs', 'reliability.md'), join('docs', 'reliability-storm.svg'));
