/** What came of a step of the scenario, as apps/runtimes/scenario.js answers it. */
export interface Step {
  readonly name: string;
  readonly ms: number;
  /** Why it failed. */
  readonly error?: string;
  /** What it has seen. */
  readonly note?: string;
}

/** What came of the scenario in a runtime. */
export interface Outcome {
  readonly version: string;
  readonly steps: readonly Step[];
}
