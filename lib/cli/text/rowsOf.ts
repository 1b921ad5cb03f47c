import { type Grapheme, graphemesOf } from './graphemes.js';
import { harmless } from './harmless.js';
import type { Line, Look, Span } from './line.js';

/** How rows after a line's first begin, so that none passes for a line of its own. */
const INDENT = ' '.repeat(9);

interface Cell extends Grapheme {
  readonly look: Look | undefined;
}

/**
 * The rows that `line` takes on a terminal of `width` columns, broken between words where there are
 * any. All texts are harmless in them.
 */
export function rowsOf(line: Line, width: number): readonly (readonly Span[])[] {
  const available = Math.max(width, INDENT.length + 10);
  return paragraphsOf(line)
    .flatMap((cells, index) => broken(cells, available, index === 0))
    .map((cells, index) => [...(index > 0 ? [{ text: INDENT }] : []), ...spansOf(cells)]);
}

/** The line at its line breaks. */
function paragraphsOf(line: Line): readonly (readonly Cell[])[] {
  const paragraphs: Cell[][] = [[]];
  for (const { text, look } of line) {
    harmless(text)
      .split('\n')
      .forEach((part, index) => {
        if (index > 0) paragraphs.push([]);
        paragraphs.at(-1)!.push(...graphemesOf(part).map((each) => ({ ...each, look })));
      });
  }
  return paragraphs;
}

function broken(
  cells: readonly Cell[],
  width: number,
  isFirst: boolean,
): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let from = 0;
  let column = isFirst ? 0 : INDENT.length;
  let afterSpace = 0;
  cells.forEach((cell, index) => {
    if (column + cell.width > width && cell.text !== ' ') {
      const to = afterSpace > from ? afterSpace : index;
      rows.push(cells.slice(from, afterSpace === to ? to - 1 : to));
      from = to;
      column = INDENT.length + cells.slice(to, index).reduce((sum, each) => sum + each.width, 0);
    }
    column += cell.width;
    if (cell.text === ' ') afterSpace = index + 1;
  });
  return [...rows, cells.slice(from)];
}

function spansOf(cells: readonly Cell[]): readonly Span[] {
  const spans: { text: string; look: Look | undefined }[] = [];
  for (const { text, look } of cells) {
    const last = spans.at(-1);
    if (last && last.look === look) last.text += text;
    else spans.push({ text, look });
  }
  return spans.map(({ text, look }) => (look ? { text, look } : { text }));
}
