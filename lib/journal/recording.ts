import type { Log } from './log.js';
import type { Redactor } from './redact.js';

/** What is needed to write things down. */
export interface Recording {
  readonly log: Log;
  readonly redactor: Redactor;
}
