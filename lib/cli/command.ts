/** One of the program's commands. */
export interface Command {
  /** What it is called by, and what for: a line of the program's usage. */
  readonly name: string;
  readonly summary: string;
  /** How it is called, with its options. */
  readonly usage: string;
  /**
   * Runs it until it is done.
   *
   * @param args - without the command's name.
   * @returns the exit code.
   */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** The program was not called as it can be. */
export class UsageError extends Error {}
