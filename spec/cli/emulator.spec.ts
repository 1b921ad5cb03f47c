import { startChatContact } from '../emulator/support/startChatContact.js';
import { type Run, useProgram } from './support/program.js';

jest.setTimeout(60_000);

const program = useProgram();

/** The address it prints once it listens. */
async function addressOf(run: Run): Promise<string> {
  const [address = ''] = /http:\/\/\S+/.exec(await run.shows(/http:\S+\n/)) ?? [];
  return address;
}

describe('rx-connect-chat emulator', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serves at the address it prints, until %s',
    async (signal) => {
      const run = program.run('emulator', '--port', '0');
      const url = await addressOf(run);
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await startChatContact(url)).status).toBe(200);
      run.child.kill(signal);
      expect(await run.exit).toBe(0);
      expect(run.errors).toBe('');
    },
  );

  it('says when the port is in use', async () => {
    const first = program.run('emulator', '--port', '0');
    const { port } = new URL(await addressOf(first));
    const second = program.run('emulator', '--port', port);
    expect(await second.exit).toBe(1);
    expect(second.errors).toBe('rx-connect-chat: the port is in use; choose another with --port\n');
    first.child.kill('SIGTERM');
    await first.exit;
  });

  it('hands out URLs of the address told', async () => {
    const run = program.run(
      'emulator',
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--public-url',
      'http://chat.test:1/',
    );
    expect(await addressOf(run)).toBe('http://chat.test:1');
    run.child.kill('SIGTERM');
    await run.exit;
  });

  it('prints its usage', async () => {
    const run = program.run('emulator', '--help');
    expect(await run.exit).toBe(0);
    expect(run.output).toContain('--port <number>');
  });

  it.each<[string, readonly string[], string]>([
    ['a word too many', ['emulator', 'now'], "Unexpected argument 'now'"],
    ['an unknown option', ['emulator', '--colour'], "Unknown option '--colour'"],
    [
      'a port that is none',
      ['emulator', '--port', 'http'],
      '--port must be a number from 0 to 65535',
    ],
    ['too high a port', ['emulator', '--port', '65536'], '--port must be a number from 0 to 65535'],
    ['a bad address', ['emulator', '--public-url', 'chat.test'], '--public-url must begin with'],
  ])('refuses %s, with its usage', async (_, args, message) => {
    const run = program.run(...args);
    expect(await run.exit).toBe(2);
    expect(run.errors).toContain(message);
    expect(run.errors).toContain('Usage: rx-connect-chat emulator');
  });
});
