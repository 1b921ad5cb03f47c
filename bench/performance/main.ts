import { fork } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { table } from '../reliability/tables.js';
import { writeBetween } from '../writeBetween.js';
import { type Line, times } from './row.js';
import { ROWS } from './rows.js';

/**
 * Measures, prints, and, when that was all rows, writes into `file`. Resolves with whether every limit
 * is kept.
 *
 * @param names - of the rows to measure; all where there are none.
 */
export async function main(file: string, names: readonly string[]): Promise<boolean> {
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name));
  if (unknown.length > 0) {
    console.error(`there is no row ${unknown.join(', ')}; rows are:`);
    for (const { name } of ROWS) console.error(`  ${name}`);
    return false;
  }
  const rows = names.length > 0 ? ROWS.filter(({ name }) => names.includes(name)) : ROWS;
  const lines: Line[] = [];
  for (const { name } of rows) {
    const startedAt = Date.now();
    const found = await measureApart(name);
    lines.push(...found);
    const elapsed = ((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4);
    for (const line of found) console.log(`${elapsed} s  ${summaryOf(line)}`);
  }
  const text = [machine(), '', ...tableOf(lines)].join('\n');
  console.log(`\n${text}\n`);
  if (names.length === 0) await writeBetween(file, 'bench', text);

  const missed = lines.filter((line) => !isKept(line));
  for (const line of missed) console.error(`MISSED  ${summaryOf(line)}`);
  console.log(missed.length === 0 ? 'every limit is kept' : `${missed.length} limits are missed`);
  return missed.length === 0;
}

/** Measures a row in a process of its own. */
const measureApart = (name: string): Promise<readonly Line[]> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [name], {
      execArgv: ['--expose-gc', '--enable-source-maps'],
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    child.once('message', (lines) => {
      resolve(lines as readonly Line[]);
    });
    child.once('exit', (code) => {
      reject(new Error(`cannot measure ${name}: its process ended with ${code}`));
    });
  });

const isKept = ({ limit, measured }: Line) => limit === undefined || measured <= limit;

const summaryOf = (line: Line) =>
  `${line.what}: ${written(line, line.measured)}${
    line.limit === undefined ? '' : ` of ${written(line, line.limit)}`
  }`;

/** A figure in the line's unit. */
function written({ unit }: Line, value: number): string {
  if (unit === '×') return times(value);
  return `${Number(value.toFixed(unit === 'bytes' ? 0 : 2))} ${unit}`;
}

const tableOf = (lines: readonly Line[]): readonly string[] =>
  table(
    ['what', 'limit', 'measured', 'floor', 'ours', 'amazon-connect-chatjs 5.0.0'],
    lines.map((line) => {
      const measured = written(line, line.measured);
      return [
        line.what,
        line.limit === undefined ? '' : written(line, line.limit),
        isKept(line) ? measured : `**${measured}**`,
        line.floor ?? '',
        line.ours,
        line.chatJs ?? '',
      ];
    }),
  );

function machine(): string {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `Measured with Node ${process.version} on ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${memory} GiB, ${process.platform}.`;
}
