/** What a part of a line is, which decides its colour. */
export type Look = 'time' | 'own' | 'other' | 'event' | 'good' | 'bad';

/** A part of a line. Its text may be anything that anybody has written. */
export interface Span {
  readonly text: string;
  readonly look?: Look;
}

/** Something to print. A line break in a text begins an indented row. */
export type Line = readonly Span[];

/** A line of one part. */
export const lineOf = (text: string, look?: Look): Line => [{ text, ...(look && { look }) }];
