import type { Interface } from 'node:readline';
import type { Writable } from 'node:stream';
import { NEVER } from 'rxjs';
import { type Paint, painted } from '../text/index.js';
import { IDLE, reduceStatus } from './output.js';
import { linesOf } from './linesOf.js';
import type { Screen } from './screen.js';
import { statusLines } from './statusLine.js';

/** Lines in, lines out, for pipes and files. */
export function plainScreen(
  input: Interface,
  { stdout, paint }: { readonly stdout: Writable; readonly paint: () => Paint },
): Screen {
  let status = IDLE;
  return {
    lines$: linesOf(input),
    keys$: NEVER,
    interrupted$: NEVER,
    show: (output) => {
      const before = status;
      status = reduceStatus(status, output);
      const lines = output.type === 'line' ? [output.line] : statusLines(before, status);
      for (const line of lines) stdout.write(`${painted(line, paint())}\n`);
    },
    close: () => input.close(),
  };
}
