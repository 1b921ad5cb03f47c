import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { startEmulator, type Emulator } from '../../lib/emulator.js';
import { eventually } from '../emulator/support/eventually.js';

const ROOT = resolve(__dirname, '../..');

/** A chat that is left in one way or another, and nothing after that. */
const leaving = (entry: string, leave: string) => `
  import { filter, firstValueFrom, take } from 'rxjs';
  import { WebSocket } from 'ws';
  import { createChat } from './lib/${entry}.js';

  const [endpoint, details] = process.argv.slice(2);
  const chat = createChat({ chatDetails: JSON.parse(details), endpoint, webSocket: WebSocket });
  const connection = chat.connect().subscribe();
  chat.transcript$.subscribe();
  chat.typing$.subscribe();
  const message = firstValueFrom(chat.messages$);
  chat.connectionState$.pipe(filter(({ status }) => status === 'connected'), take(1)).subscribe(async () => {
    await firstValueFrom(chat.sendMessage('Hi'));
    chat.sendTyping().subscribe();
    console.log((await message).content);
    ${leave}
  });
`;

/** A chat that is closed on a socket that has gone silent, and how long its process lives after that. */
const leavingSilence = (entry: string) => `
  import { filter, take } from 'rxjs';
  import { WebSocket } from 'ws';
  import { createChat } from './lib/${entry}.js';

  const [endpoint, details] = process.argv.slice(2);
  const chatDetails = JSON.parse(details);
  const chat = createChat({ chatDetails, endpoint, webSocket: WebSocket });
  chat.connect().subscribe();
  chat.connectionState$.pipe(filter(({ status }) => status === 'connected'), take(1)).subscribe(async () => {
    const body = JSON.stringify({ fault: 'silence', contactId: chatDetails.contactId });
    await fetch(endpoint + '/emulator/faults', { method: 'POST', body });
    const closedAt = Date.now();
    process.on('exit', () => console.log(Date.now() - closedAt));
    chat.close();
  });
`;

/** What importing an entry changes, and what it leaves running. */
const importing = (entry: string) => `
  const globals = () => Object.getOwnPropertyNames(globalThis).sort().join();
  const running = () => process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
  const before = globals();
  import('./lib/${entry}.js').then(({ createChat }) => {
    console.log(JSON.stringify([typeof createChat, globals() === before, running()]));
  });
`;

describe('a process', () => {
  let folder: string;
  let emulator: Emulator;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rx-connect-chat-'));
    emulator = await startEmulator();
  });
  afterAll(async () => {
    await emulator.close();
    await rm(folder, { recursive: true });
  });

  /** Starts `source` by itself. */
  const start = async (
    name: string,
    source: string,
    { args = [], env = {} }: { args?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
  ) => {
    const outfile = join(folder, `${name}.cjs`);
    await build({
      stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
      outfile,
      alias: { 'rx-connect-chat': resolve(ROOT, 'lib/index.ts') },
      bundle: true,
      ignoreAnnotations: true, // the example does something when it is imported
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const child = spawn(process.execPath, ['--no-warnings', outfile, ...args], {
      timeout: 20_000,
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => (output += data.toString()));
    }
    const ended = new Promise<readonly [number | null, string | null]>((done) =>
      child.on('close', (exitCode, exitSignal) => done([exitCode, exitSignal])),
    ).then(([code, signal]) => ({ code, signal, output: output.trim() }));
    return { child, ended };
  };

  /** Runs `source` by itself, to its own end. */
  const run = async (name: string, source: string, args: readonly string[] = []) =>
    (await start(name, source, { args })).ended;

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'of the bot sends its answers before it ends on %s',
    async (signal) => {
      const contact = emulator.startChat();
      const { details } = contact.join({ displayName: 'Bot' });
      emulator.faults.delayOperation('SendMessage', 300, { participantId: details.participantId });
      const { child, ended } = await start(
        `bot-${signal}`,
        "import './examples/node-bot/main.js';",
        {
          env: { CHAT_DETAILS: JSON.stringify(details), ENDPOINT: emulator.url },
        },
      );
      const answers = () =>
        contact.transcript.flatMap(({ Content }) =>
          Content?.startsWith('You said') ? [Content] : [],
        );
      await eventually(() => {
        expect(emulator.sockets().subscribed).toBe(1);
      }, 10_000);
      for (const text of ['one', 'two', 'three', 'four', 'five']) contact.customer.say(text);
      await eventually(() => {
        expect(answers()).toHaveLength(1);
      }, 10_000);
      child.kill(signal);
      expect(await ended).toEqual({ code: 0, signal: null, output: '' });
      expect(answers()).toEqual([
        ...['You said: one', 'You said: two', 'You said: three'],
        ...['You said: four', 'You said: five'],
      ]);
      emulator.faults.clear();
    },
    30_000,
  );

  describe.each(['index', 'lite'])('with lib/%s', (entry) => {
    it.each([
      ['close', 'chat.close();'],
      ['the last subscriber', 'connection.unsubscribe();'],
      ['its participant', 'chat.disconnect().subscribe();'],
    ])(
      'ends by itself when the chat is left by %s',
      async (name, leave) => {
        const contact = emulator.startChat();
        const { code, output, signal } = await run(
          `${entry}-${name.replaceAll(' ', '-')}`,
          leaving(entry, leave),
          [emulator.url, JSON.stringify(contact.details)],
        );
        expect({ code, signal, output }).toEqual({ code: 0, signal: null, output: 'Hi' });
        expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
      },
      30_000,
    );

    it('ends within 1 s after close() if the socket has gone silent', async () => {
      const { details } = emulator.startChat();
      const args = [emulator.url, JSON.stringify(details)];
      const { code, output } = await run(`${entry}-silence`, leavingSilence(entry), args);
      expect({ code, ms: Number(output) < 1_000 || output }).toEqual({ code: 0, ms: true });
    }, 30_000);

    it('is not changed by importing it', async () => {
      const { code, output } = await run(`${entry}-import`, importing(entry));
      expect({ code, output }).toEqual({ code: 0, output: '["function",true,[]]' });
    }, 30_000);
  });
});
