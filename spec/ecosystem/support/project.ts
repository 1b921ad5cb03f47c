import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The project that has the packed library, with the apps as its folders. */
export const project = process.env.ECOSYSTEM ?? '';

/** Runs a program in the project with Node; answers what it prints, rejects with that where it fails. */
export async function node(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 280_000, // before the spec gives up, which would not stop it
    env: { ...process.env, NODE_ENV: '', NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code === 0) return out;
  throw new Error(`node ${args.join(' ')} failed\n${out}${err}`);
}
