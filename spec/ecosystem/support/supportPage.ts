import type { Outcome } from './outcome.js';

/** A row of the page's first table: where the scenario was played, and what came of it. */
export interface ScenarioRow extends Outcome {
  readonly name: string;
}

/** A row of the page's second table: a test runner, and whose timers it was given. */
export interface RunnerRow {
  readonly name: string;
  readonly version: string;
  readonly timers: string;
}

/** The steps of the scenario, as the page's columns name them. */
const COLUMNS = {
  connect: 'connect',
  history: 'history',
  send: 'send',
  receive: 'receive',
  gap: 'cut, gap',
  refusal: 'refusal',
  silence: 'silence',
  upload: 'upload, told',
  download: 'download',
  sdk: 'AWS SDK',
  close: 'close',
  exit: 'exit',
};

export function scenarioTable(rows: readonly ScenarioRow[]): string {
  const cells = rows.map(({ name, version, steps }) => [
    name,
    version,
    ...Object.keys(COLUMNS).map((column) => {
      const step = steps.find((each) => each.name === column);
      if (!step) return '–';
      return step.error === undefined ? (step.note ?? '✓') : '✗';
    }),
  ]);
  return markdown(['', 'version', ...Object.values(COLUMNS)], cells);
}

export const runnerTable = (rows: readonly RunnerRow[]): string =>
  markdown(
    ['', 'version', 'faked time'],
    rows.map(({ name, version, timers }) => [name, version, timers]),
  );

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The page with this table in the place that it has for the table of this name. */
export function withTable(page: string, name: string, table: string): string {
  const { start, end } = placeIn(page, name);
  return `${page.slice(0, start)}\n${table}\n${page.slice(end)}`;
}

/** The versions in the page's table of this name, by the names of the rows. */
export function versionsIn(page: string, name: string): ReadonlyMap<string, string> {
  const { start, end } = placeIn(page, name);
  const rows = page.slice(start, end).split('\n');
  return new Map(
    rows.flatMap((line): [string, string][] => {
      const [, row, version] = line.split('|').map((cell) => cell.trim());
      return row && version ? [[row, version]] : [];
    }),
  );
}

/** Where the page has a table, between two comments. */
function placeIn(page: string, name: string) {
  const head = `<!-- ${name}: npm run docs:support writes this -->`;
  const start = page.indexOf(head) + head.length;
  const end = page.indexOf(`<!-- /${name} -->`);
  if (start < head.length || end < start) {
    throw new Error(`docs/support.md has no place for the table ${name}`);
  }
  return { start, end };
}
