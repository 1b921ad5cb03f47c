/** The local service's clock, which can be put back for a while: for what happened before. */
export class Clock {
  #behindMs = 0;

  /** Milliseconds since 1970. */
  readonly now = (): number => Date.now() - this.#behindMs;

  /** Acts `agoMs` milliseconds ago. */
  back<T>(agoMs: number, act: () => T): T {
    this.#behindMs = agoMs;
    try {
      return act();
    } finally {
      this.#behindMs = 0;
    }
  }
}
