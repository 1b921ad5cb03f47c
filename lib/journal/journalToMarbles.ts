import type { Journal } from './journal.js';
import { type Lane, LANES, type Mark, marksOf } from './journalMarks.js';

/** How a journal is printed. */
export interface MarbleOptions {
  /** Characters of a line. @defaultValue 100 */
  readonly width?: number;
}

const LEGEND = `
app     m sends  t types  r read or delivered  + connects  - lets go  d leaves  c another command
calls   C CreateParticipantConnection  M SendMessage  E SendEvent  T GetTranscript  O another
        . answered  # failed
socket  o opens  s subscribed  ! fails  x closed  n network  w back in use
items   m message  p piece  t typing  r receipt  j joined or left  | ended  e another event  ? no item
states  i idle  c connecting  k connected  r reconnecting  o offline  e ended  f failed  x closed
`.trim();

/**
 * Prints a journal as lines of marbles, for people: what the app did, which calls were made, what became
 * of the socket, what it brought, and the states. Time goes from left to right; what happens in the same
 * millisecond stands in one group, and a pause of a second or more is written out, as in `59m`.
 *
 * Heartbeats and timers are left out.
 */
export function journalToMarbles(journal: Journal, { width = 100 }: MarbleOptions = {}): string {
  const beganAt = journal.entries[0]?.at ?? 0;
  const columns = columnsOf(marksOf(journal.entries));
  const blocks: string[] = [];
  let lines = emptyLines();
  let from = beganAt;

  columns.forEach(({ at, letters }, index) => {
    const pause = pauseBetween(columns[index - 1]?.at ?? beganAt, at);
    const wide = Math.max(...LANES.map((lane) => letters[lane].length));
    if (lines.app.length + pause.length + wide > width - LABEL && lines.app !== '') {
      blocks.push(blockOf(lines, from - beganAt));
      lines = emptyLines();
      from = at;
    }
    for (const lane of LANES) lines[lane] += pause + letters[lane].padEnd(wide, '-');
  });
  blocks.push(blockOf(lines, from - beganAt));
  if (journal.truncated) blocks.push('(the journal was full: what came later is not in it)');
  return [...blocks, LEGEND].join('\n\n') + '\n';
}

const LABEL = 8;
const emptyLines = (): Record<Lane, string> => ({
  app: '',
  calls: '',
  socket: '',
  items: '',
  states: '',
});

const blockOf = (lines: Record<Lane, string>, ms: number): string =>
  [
    `at ${timeOf(ms)}`,
    ...LANES.map((lane) => `${lane.padEnd(LABEL)}${lines[lane].trimEnd()}`),
  ].join('\n');

/** Such as `1h 02m 03.004s`. */
function timeOf(ms: number): string {
  const seconds = (ms % 60_000) / 1_000;
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  return `${hours}h ${String(minutes).padStart(2, '0')}m ${seconds.toFixed(3).padStart(6, '0')}s`;
}

function pauseBetween(before: number, at: number): string {
  const ms = Math.max(0, at - before);
  if (ms === 0) return '';
  if (ms < 1_000) return '-';
  const [count, unit] =
    ms < 60_000 ? [ms / 1_000, 's'] : ms < 3_600_000 ? [ms / 60_000, 'm'] : [ms / 3_600_000, 'h'];
  return ` ${String(Math.round(count * 10) / 10)}${unit} `;
}

function columnsOf(marks: readonly Mark[]) {
  const columns: { at: number; letters: Record<Lane, string> }[] = [];
  for (const { at, lane, letter } of marks) {
    const last = columns.at(-1);
    const column = last?.at === at ? last : { at, letters: emptyLines() };
    if (column !== last) columns.push(column);
    column.letters[lane] += letter;
  }
  for (const { letters } of columns) {
    for (const lane of LANES) {
      if (letters[lane].length > 1) letters[lane] = `(${letters[lane]})`;
    }
  }
  return columns;
}
