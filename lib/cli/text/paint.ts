import type { Line, Span, Look } from './line.js';
import { rowsOf } from './rowsOf.js';

/** How a terminal is written to. */
export interface Paint {
  /** Columns of the terminal; Infinity where lines are not to be broken. */
  readonly width: number;
  readonly hasColour: boolean;
}

/** Source: ECMA-48, Select Graphic Rendition. */
const CODES: Readonly<Record<Look, number>> = {
  time: 2,
  event: 2,
  own: 32,
  other: 36,
  good: 32,
  bad: 31,
};

/** `line` as it is written: the only place where anything is that drives a terminal. */
export const painted = (line: Line, { width, hasColour }: Paint): string =>
  rowsOf(line, width)
    .map((row) => row.map((span) => (hasColour ? coloured(span) : span.text)).join(''))
    .map((row) => (hasColour ? row : row.trimEnd()))
    .join('\n');

const coloured = ({ text, look }: Span): string =>
  look ? `\u001b[${CODES[look]}m${text}\u001b[0m` : text;
