import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { eventually } from '../../emulator/support/eventually.js';

/** How long anything awaited may take, in milliseconds. */
const PATIENCE_MS = 20_000;

/** The program, bundled, in a folder of its own, for all specs of a file. */
export interface Program {
  /** A new one for the specs of a file. */
  readonly folder: string;
  run(...args: readonly string[]): Run;
}

/** Builds the program before the specs of a file; ends what they have left running after each. */
export function useProgram(): Program {
  const folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-'));
  const file = join(folder, 'cli.cjs');
  const runs: Run[] = [];
  const main = join(__dirname, '../../../lib/cli/main.ts');
  beforeAll(() => {
    buildSync({
      entryPoints: [main],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      // Where the package's version is looked for; CommonJS does not know it.
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(main).href) },
      logLevel: 'error',
    });
  });
  afterEach(async () => {
    const left = runs.splice(0);
    for (const { child } of left) child.kill('SIGKILL');
    await Promise.all(left.map(({ exit }) => exit));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    run: (...args) => {
      const run = new Run(folder, file, args);
      runs.push(run);
      return run;
    },
  };
}

/** The program as it runs, with pipes in place of a terminal. */
export class Run {
  output = '';
  errors = '';
  readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;

  constructor(folder: string, file: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [file, ...args], {
      cwd: folder,
      env: { ...process.env, TZ: 'UTC' },
    });
    this.child.stdin.on('error', () => undefined); // it may have ended already
    this.child.stdout.on('data', (data: Buffer) => (this.output += data.toString()));
    this.child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.exit = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Lines that were printed, without their times. */
  get lines(): readonly string[] {
    return this.output.split('\n').map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''));
  }

  type(...lines: readonly string[]): void {
    for (const line of lines) this.child.stdin.write(`${line}\n`);
  }

  /** Resolves once `text` has been printed, with all that has. */
  shows(text: string | RegExp): Promise<string> {
    return eventually(() => {
      expect(this.output + this.errors).toMatch(text);
      return this.output;
    }, PATIENCE_MS);
  }
}
