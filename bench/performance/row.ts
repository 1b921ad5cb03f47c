/** One line of the table: what was found, beside its limit. */
export interface Line {
  readonly what: string;
  /** What must not be exceeded, in the unit of `measured`. */
  readonly limit?: number;
  /** Compared with the limit. */
  readonly measured: number;
  /** How `limit` and `measured` are written. */
  readonly unit: '×' | 'kB' | 'bytes' | '%' | 'µs' | 'ms' | 'calls';
  /** In words: what the machine takes, this library, and amazon-connect-chatjs. */
  readonly floor?: string;
  readonly ours: string;
  readonly chatJs?: string;
}

/** Something that is measured in a process of its own. */
export interface Row {
  readonly name: string;
  run(): Promise<readonly Line[]>;
}

export const us = (ms: number, times: number): string => `${((ms * 1_000) / times).toFixed(2)} µs`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
