const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What people take for one character. */
export interface Grapheme {
  readonly text: string;
  /** Columns of a terminal. */
  readonly width: number;
}

export const graphemesOf = (text: string): readonly Grapheme[] =>
  [...segmenter.segment(text)].map(({ segment }) => ({ text: segment, width: widthOf(segment) }));

/** How many columns `text` takes. */
export const columnsOf = (text: string): number =>
  graphemesOf(text).reduce((sum, { width }) => sum + width, 0);

/** As much of `text`'s beginning as fits into `columns`. */
export const startOf = (text: string, columns: number): string =>
  fitting(graphemesOf(text), columns).join('');

/** As much of its end. */
export const endOf = (text: string, columns: number): string =>
  fitting([...graphemesOf(text)].reverse(), columns)
    .reverse()
    .join('');

function fitting(graphemes: readonly Grapheme[], columns: number): string[] {
  let room = columns;
  const end = graphemes.findIndex(({ width }) => (room -= width) < 0);
  return graphemes.slice(0, end < 0 ? undefined : end).map(({ text }) => text);
}

/** Source: Unicode's East Asian Width, W and F, in blocks. */
const WIDE =
  /[\p{Emoji_Presentation}\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\ufe0f/u;

const widthOf = (grapheme: string): number =>
  /^[\p{M}\u200c\u200d]+$/u.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1;
