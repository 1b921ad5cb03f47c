import { median } from '../performance/support/measure.js';
import { table } from '../reliability/tables.js';
import { A_SECOND, type Client, COUNT, type Measured } from './run.js';
import type { TimeShares, Work } from './whereTimeGoes.js';

/** What was found of a client. */
export interface Results {
  readonly runs: readonly Measured[];
  readonly shares: TimeShares;
}

/** Whom the table names, in its order. */
export const CLIENTS = {
  ours: 'rx-connect-chat',
  theirs: 'amazon-connect-chatjs 5.0.0',
} as const satisfies Record<Client, string>;

const NAMES = Object.keys(CLIENTS) as Client[];

/** Of a client's runs, the median. */
export const middle = ({ runs }: Results, of: (run: Measured) => number): number =>
  median(runs.map(of));

/** What was found, in Markdown. */
export function resultTable(results: Readonly<Record<Client, Results>>, limit: number): string {
  const row = (what: string, cell: (found: Results) => string, least = '') => [
    what,
    least,
    ...NAMES.map((client) => cell(results[client])),
  ];
  const works = Object.keys(results.ours.shares) as Work[];
  return table(
    [
      `list of ${COUNT.toLocaleString('en')} messages, ${A_SECOND} a second`,
      'limit',
      ...NAMES.map((client) => CLIENTS[client]),
    ],
    [
      row('frames a second', (found) => whole(middle(found, (run) => run.perSecond)), `${limit}`),
      row(
        'longest time between two frames',
        (found) => `${whole(middle(found, (run) => run.longestMs))} ms`,
      ),
      row('frames later than 50 ms', (found) => whole(middle(found, (run) => run.late))),
      row('CPU time of the main thread', (found) => percent(middle(found, (run) => run.busy))),
      ...works.map((work) =>
        row(`of that, in a trace: ${work}`, ({ shares }) => percent(shares[work])),
      ),
    ],
  ).join('\n');
}

const whole = (value: number) => value.toFixed(0);

/** A share of 1. */
export const percent = (share: number) => `${whole(share * 100)} %`;
