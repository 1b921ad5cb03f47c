/** How a page kept up. */
export interface Frames {
  readonly perSecond: number;
  /** The longest time between two frames, in milliseconds. */
  readonly longestMs: number;
  /** Frames that came more than 50 ms after the one before. */
  readonly late: number;
}

/** Runs in the page: counts the frames until the row of the message `last` is shown, or `withinMs` is over. */
export function watchFrames({
  last,
  withinMs,
}: {
  last: string;
  withinMs: number;
}): Promise<Frames> {
  return new Promise((resolve) => {
    const list = document.querySelector('[data-part="rows"]');
    const startedAt = performance.now();
    const gaps: number[] = [];
    let before = startedAt;
    const frame = (now: number) => {
      gaps.push(now - before);
      before = now;
      if (!list?.lastElementChild?.textContent.includes(last) && now - startedAt < withinMs) {
        requestAnimationFrame(frame);
        return;
      }
      resolve({
        perSecond: (gaps.length / (now - startedAt)) * 1_000,
        longestMs: Math.max(...gaps),
        late: gaps.filter((gap) => gap > 50).length,
      });
    };
    requestAnimationFrame(frame);
  });
}
