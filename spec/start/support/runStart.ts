import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A run of `npm start`. */
export interface StartRun {
  /** The first match of `pattern` in what it has printed; rejects where it ends without one. */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Interrupts it, as Ctrl+C does. */
  interrupt(): void;
  /** How it ended, and all that it has printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Runs scripts/start.mjs as a process of its own. */
export function runStart(...args: readonly string[]): StartRun {
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));

  const printed = async (pattern: RegExp): Promise<RegExpMatchArray> => {
    for (;;) {
      const match = pattern.exec(output);
      if (match) return match;
      if (child.exitCode !== null)
        throw new Error(`it ended without ${String(pattern)}: ${output}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  return {
    printed,
    ended,
    interrupt: () => {
      child.kill('SIGINT');
    },
  };
}

/** The page's address, once `npm start` has said it. */
export const addressOf = async (run: StartRun): Promise<string> =>
  (await run.printed(/The chat is at (http:\S+)/))[1] ?? '';
