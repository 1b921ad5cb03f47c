import { writeFile } from 'node:fs/promises';
import { chart } from './storm/chart.js';
import { chatJsStorm, OUTAGE_MS, ownStorm, SHOWN_S, type Storm } from './storm/simulate.js';
import { table } from './tables.js';
import { writeBetween } from '../writeBetween.js';

/** Seconds since the sockets dropped, from and to. */
const SPANS = [
  [0, 1],
  [1, 2],
  [2, 5],
  [5, 10],
  [10, 30],
  [30, 60],
  [60, 75],
  [75, 90],
] as const;

/** Simulates, prints, and writes the table into `file` and the chart beside it. */
export async function main(file: string, image: string): Promise<void> {
  const own = ownStorm();
  const chatJs = chatJsStorm();
  const text = stormTable(own, chatJs).join('\n');
  console.log(text);
  await writeBetween(file, 'storm', text);
  const curves = [
    { name: 'amazon-connect-chatjs 5.0.0', color: '#c0392b', perSecond: chatJs.perSecond },
    { name: 'rx-connect-chat', color: '#1f618d', perSecond: own.perSecond },
  ];
  await writeFile(image, chart(curves, OUTAGE_MS / 1_000, SHOWN_S));
}

function stormTable(own: Storm, chatJs: Storm): readonly string[] {
  const both = (name: string, of: (storm: Storm) => string) => [name, of(own), of(chatJs)];
  const rate = (from: number, to: number) => (storm: Storm) =>
    count(sum(storm.perSecond.slice(from, to)) / (to - from));
  return table(
    ['', 'this library', 'amazon-connect-chatjs 5.0.0'],
    [
      ...SPANS.map(([from, to]) =>
        both(`calls a second, from ${from} s to ${to} s`, rate(from, to)),
      ),
      both('most calls in one second', ({ perSecond }) => count(Math.max(...perSecond))),
      both('of these in the first 0.1 s', ({ firstTenth }) => count(firstTenth)),
      both('calls in all', ({ perSecond }) => count(sum(perSecond))),
      both('half are back, after the return', ({ backAfterS }) => seconds(backAfterS.half)),
      both('99 % are back', ({ backAfterS }) => seconds(backAfterS.most)),
      both('all are back', ({ backAfterS }) => seconds(backAfterS.all)),
    ],
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const count = (value: number) => Math.round(value).toLocaleString('en');
const seconds = (value: number) => `${value.toFixed(1)} s`;
