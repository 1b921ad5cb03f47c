/** At most `calls` within any `withinMs` milliseconds. */
export interface PaceLimit {
  readonly calls: number;
  readonly withinMs: number;
}

/** Counts calls, and says how long the next one has to wait so that every limit holds. */
export interface Pace {
  /** Milliseconds that a call at `now` (milliseconds since 1970) has to wait; 0 for none. */
  waitMs(now: number): number;
  /** A call is made at `now`. */
  called(now: number): void;
}

export function createPace(limits: readonly PaceLimit[]): Pace {
  const remembered = Math.max(...limits.map(({ calls }) => calls));
  let calledAt: readonly number[] = [];
  return {
    waitMs: (now) =>
      limits.reduce((waitMs, { calls, withinMs }) => {
        const first = calledAt[calledAt.length - calls];
        // A clock that was set back must not make anyone wait longer than the limit is wide.
        const wait = first === undefined ? 0 : Math.min(withinMs, first + withinMs - now);
        return Math.max(waitMs, wait);
      }, 0),
    called: (now) => {
      calledAt = [...calledAt, now].slice(-remembered);
    },
  };
}
