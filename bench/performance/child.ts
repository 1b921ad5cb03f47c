// Measures one row, in a process of its own, so that no row finds what another has left behind.
import { ROWS } from './rows.js';

const [name] = process.argv.slice(2);
const row = ROWS.find((one) => one.name === name);
if (row === undefined) throw new Error(`there is no row ${name ?? ''}`);
const lines = await row.run();
process.send?.(lines, () => process.exit());
