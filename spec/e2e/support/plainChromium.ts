import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { findChromium } from '../../../scripts/chromium.mjs';

/** A page of {@link PlainChromium}, driven by the DevTools protocol. */
export interface PlainPage {
  readonly send: (method: string, params?: object) => Promise<unknown>;
  /** What the expression is, as JSON. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
}

/** Chromium as users have it. */
export interface PlainChromium {
  readonly open: (url: string) => Promise<PlainPage>;
  /** Stops all its processes, and has them go on. */
  readonly signal: (name: 'SIGSTOP' | 'SIGCONT') => void;
  readonly close: () => Promise<void>;
}

/**
 * Starts Chromium without Playwright, which keeps its pages visible and out of the back/forward cache: no page of it is
 * ever put aside.
 */
export async function plainChromium(): Promise<PlainChromium> {
  const profile = await mkdtemp(join(tmpdir(), 'rx-connect-chat-'));
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
  ];
  const child = spawn(
    await findChromium(),
    [...options, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true }, // so that all its processes are one group
  );
  const signal = (name: NodeJS.Signals) => process.kill(-child.pid!, name);
  const socket = new WebSocket(await devToolsAddress(child));
  await once(socket, 'open');

  const answers = new Map<number, (answer: { result?: unknown; error?: object }) => void>();
  socket.on('message', (data: Buffer) => {
    const { id, ...answer } = JSON.parse(data.toString()) as { id?: number; result?: unknown };
    if (id !== undefined) answers.get(id)?.(answer);
  });
  let sent = 0;
  const send = async (method: string, params: object = {}, sessionId?: string) => {
    const id = ++sent;
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await new Promise<{ result?: unknown; error?: object }>((resolve) =>
      answers.set(id, resolve),
    );
    answers.delete(id);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };

  return {
    signal,
    open: async (url) => {
      const { targetId } = (await send('Target.createTarget', { url })) as { targetId: string };
      const attach = { targetId, flatten: true };
      const { sessionId } = (await send('Target.attachToTarget', attach)) as { sessionId: string };
      return {
        send: (method, params) => send(method, params, sessionId),
        evaluate: async <T>(expression: string) => {
          const params = { expression, returnByValue: true, awaitPromise: true };
          const { result } = (await send('Runtime.evaluate', params, sessionId)) as {
            result: { value: T };
          };
          return result.value;
        },
      };
    },
    close: async () => {
      const exited = once(child, 'exit');
      signal('SIGKILL');
      await exited;
      socket.terminate();
      await rm(profile, { recursive: true, maxRetries: 10 });
    },
  };
}

async function devToolsAddress({ stderr }: ChildProcess): Promise<string> {
  let output = '';
  for await (const text of stderr!.iterator({ destroyOnReturn: false })) {
    output += String(text);
    const [, address] = /DevTools listening on (ws:\S+)/.exec(output) ?? [];
    if (address === undefined) continue;
    stderr!.resume();
    return address;
  }
  throw new Error(`Chromium has ended: ${output}`);
}
