import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { eventually } from './support/eventually.js';
import { RestClient } from './support/RestClient.js';

let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-'));
  program = join(folder, 'cli.cjs');
  buildSync({
    entryPoints: [join(__dirname, '../../lib/emulator/cli.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Run {
  output = '';
  errors = '';
  readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [program, ...args]);
    this.child.stdout.on('data', (data: Buffer) => (this.output += data.toString()));
    this.child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    this.exit = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** The address it prints once it listens. */
  address(): Promise<string> {
    return eventually(() => {
      const [address] = /http:\/\/\S+/.exec(this.output) ?? [];
      expect(address).toBeDefined();
      return address!;
    });
  }
}

describe('rx-connect-chat emulator', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves at the address it prints, until %s',
    async (signal) => {
      const run = new Run('emulator', '--port', '0');
      const url = await run.address();
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await new RestClient(url).request('PUT', '/contact/chat', {})).status).toBe(200);
      run.child.kill(signal);
      expect(await run.exit).toBe(0);
      expect(run.errors).toBe('');
    },
  );

  it('says when the port is in use', async () => {
    const first = new Run('emulator', '--port', '0');
    const { port } = new URL(await first.address());
    const second = new Run('emulator', '--port', port);
    expect(await second.exit).toBe(1);
    expect(second.errors).toBe('rx-connect-chat: the port is in use; choose another with --port\n');
    first.child.kill('SIGTERM');
    await first.exit;
  });

  it('hands out URLs of the address told', async () => {
    const run = new Run(
      'emulator',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--public-url',
      'http://chat.test:1/',
    );
    expect(await run.address()).toBe('http://chat.test:1');
    run.child.kill('SIGTERM');
    await run.exit;
  });

  it('prints its usage', async () => {
    const run = new Run('--help');
    expect(await run.exit).toBe(0);
    expect(run.output).toContain('--port <number>');
  });

  it.each<[string, readonly string[], string]>([
    ['no command', [], "the one command there is, is 'emulator'"],
    ['another command', ['serve'], "the one command there is, is 'emulator'"],
    ['an unknown option', ['emulator', '--colour'], "Unknown option '--colour'"],
    [
      'a port that is none',
      ['emulator', '--port', 'http'],
      '--port must be a number from 0 to 65535',
    ],
    ['too high a port', ['emulator', '--port', '65536'], '--port must be a number from 0 to 65535'],
    ['a bad address', ['emulator', '--public-url', 'chat.test'], '--public-url must begin with'],
  ])('refuses %s, with its usage', async (_, args, message) => {
    const run = new Run(...args);
    expect(await run.exit).toBe(2);
    expect(run.errors).toContain(message);
    expect(run.errors).toContain('Usage: rx-connect-chat emulator');
  });
});
