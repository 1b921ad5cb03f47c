import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The project that has the packed library, with the apps as its folders. */
export const project = process.env.ECOSYSTEM ?? '';

/** How a program of the project ended. */
export interface Run {
  readonly out: string;
  /** Milliseconds from its last output to its end. */
  readonly lingeredMs: number;
}

/** What the programs see of this process's environment, and what they must not. */
const environment = {
  ...process.env,
  ...{ NODE_ENV: '', NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
  JEST_WORKER_ID: undefined,
};

/** Runs a program in the project. Rejects with what it printed if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Run> {
  const child = spawn(command, args, {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 280_000, // before the spec gives up, which would not stop it
    killSignal: 'SIGKILL',
    env: { ...environment, ...env },
  });
  let printedAt = 0;
  child.stdout.on('data', () => {
    printedAt = performance.now();
  });
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ]);
  if (code === 0) return { out, lingeredMs: performance.now() - printedAt };
  const words = [command, ...args].join(' ');
  throw new Error(`${words} ended with ${String(code ?? signal)}\n${out}${err}`);
}

/** Runs a program in the project with Node; answers what it prints. */
export const node = async (...args: readonly string[]): Promise<string> =>
  (await run(process.execPath, args)).out;
