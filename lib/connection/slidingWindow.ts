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
    waitMs: (now) => {
      const past = calledAt.filter((at) => at <= now); // later ones are from before a clock was set back
      return limits.reduce((waitMs, { calls, withinMs }) => {
        const first = past[past.length - calls];
        return first === undefined ? waitMs : Math.max(waitMs, first + withinMs - now);
      }, 0);
    },
    called: (now) => {
      calledAt = [...calledAt, now].slice(-remembered);
    },
  };
}
