/** At most `calls` within any `windowMs` milliseconds. */
export interface WindowLimit {
  readonly calls: number;
  readonly windowMs: number;
}

/** Counts calls in sliding windows, and says how long the next one has to wait so that every limit holds. */
export class SlidingWindow {
  readonly #limits: readonly WindowLimit[];
  readonly #capacity: number;
  #calledAt: readonly number[] = [];

  constructor(limits: readonly WindowLimit[]) {
    this.#limits = limits;
    this.#capacity = Math.max(...limits.map(({ calls }) => calls));
  }

  /** Milliseconds that a call at `now` (milliseconds since 1970) has to wait; 0 for none. */
  waitMs(now: number): number {
    // Calls in the future are from before the clock was set back.
    const past = this.#calledAt.filter((at) => at <= now);
    return this.#limits.reduce((waitMs, { calls, windowMs }) => {
      const first = past[past.length - calls];
      return first === undefined ? waitMs : Math.max(waitMs, first + windowMs - now);
    }, 0);
  }

  /** Counts a call at `now`. */
  called(now: number): void {
    this.#calledAt = [...this.#calledAt, now].slice(-this.#capacity);
  }
}
