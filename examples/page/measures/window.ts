/** What of the past a chart shows. Times are milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;

/** From the least of these lengths that has room for all up to the longest, in minutes. */
const LENGTHS = [1, 2, 5, 10];

/** The window that ends `now` and begins at `since`, or as long ago as a chart goes back. */
export function windowOf(since: number, now: number): Window {
  const minutes = LENGTHS.find((length) => now - since <= length * MINUTE) ?? LENGTHS.at(-1) ?? 0;
  return { from: now - minutes * MINUTE, to: now };
}

/** Where the axis of a window has its marks: at its quarters, so that they stand still as time goes on. */
export const marksOf = ({ from, to }: Window): number[] =>
  [0, 1, 2, 3, 4].map((quarter) => from + ((to - from) * quarter) / 4);

/** How long a mark is ago, such as `-1:15`; of the last one, `now`. */
export function agoText(mark: number, { to }: Window): string {
  const seconds = Math.round((to - mark) / 1_000);
  if (seconds === 0) return 'now';
  return `-${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
