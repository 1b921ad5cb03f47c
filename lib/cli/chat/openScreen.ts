import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { plainScreen } from './plainScreen.js';
import { promptScreen } from './promptScreen.js';
import type { Screen } from './screen.js';

/** What a screen is made of, such as `process`. */
export interface Streams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A prompt with a status line on a terminal; plain lines where there is none. */
export function openScreen({ stdin, stdout, env }: Streams): Screen {
  const isTerminal = stdout.isTTY && env['TERM'] !== 'dumb';
  const hasColour = isTerminal && !env['NO_COLOR'];
  const paint = () => ({ width: stdout.isTTY ? stdout.columns : Infinity, hasColour });
  return isTerminal && stdin.isTTY
    ? promptScreen(createInterface({ input: stdin, output: stdout }), { stdin, stdout, paint })
    : plainScreen(createInterface({ input: stdin }), { stdout, paint });
}
