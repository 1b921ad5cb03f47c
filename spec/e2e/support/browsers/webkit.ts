import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findWebKit } from '../../../../scripts/webkit.mjs';
import type { DrivenBrowser, DrivenPage } from './DrivenBrowser.js';

/** How long the driver, or an element of a page, may take to be there. */
const PATIENCE_MS = 20_000;

/** WebKitGTK's browser, driven by its WebDriver, with one page at a time. */
export async function webkit(): Promise<DrivenBrowser> {
  const { driver, display } = findWebKit();
  const screen = await startDisplay(display);
  const port = await freePort();
  const driving = spawn(driver, [`--port=${port}`], {
    env: {
      ...process.env,
      ...{ DISPLAY: screen.name, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
      WEBKIT_DISABLE_COMPOSITING_MODE: '1', // without a graphics card, layers take seconds a frame
      // In the locale C, navigator.language is `C`, which Intl refuses.
      ...{ LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8' },
    },
    stdio: 'ignore',
  });
  const stop = async () => {
    await Promise.all([stopProcess(driving), stopProcess(screen.process)]);
  };
  try {
    const ask = askAt(`http://127.0.0.1:${port}`);
    const { sessionId, capabilities } = (await untilItAnswers(() =>
      ask('POST', '/session', { capabilities: {} }),
    )) as { sessionId: string; capabilities: { browserVersion: string } };
    const session = (method: string, path: string, body?: object) =>
      ask(method, `/session/${sessionId}${path}`, body);
    await session('POST', '/timeouts', { implicit: PATIENCE_MS });
    return {
      version: capabilities.browserVersion,
      open: async (url) => {
        const first = await session('GET', '/window');
        const { handle } = (await session('POST', '/window/new', { type: 'window' })) as {
          handle: string;
        };
        await session('POST', '/window', { handle });
        await session('POST', '/url', { url });
        return pageOf(session, async () => {
          await session('DELETE', '/window');
          await session('POST', '/window', { handle: first });
        });
      },
      close: async () => {
        await session('DELETE', '');
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

function pageOf(session: Ask, close: () => Promise<void>): DrivenPage {
  const element = async (selector: string) => {
    const found = await session('POST', '/element', { using: 'css selector', value: selector });
    return `/element/${Object.values(found as Record<string, string>)[0] ?? ''}`;
  };
  return {
    click: async (selector) => {
      await session('POST', `${await element(selector)}/click`, {});
    },
    enter: async (selector, text) => {
      await session('POST', `${await element(selector)}/value`, { text: `${text}\uE007` });
    },
    evaluate: (expression) =>
      session('POST', '/execute/sync', { script: `return (${expression});`, args: [] }),
    close,
  };
}

/** Source: https://www.w3.org/TR/webdriver2/ */
const askAt =
  (url: string): Ask =>
  async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (answer.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`WebKit's driver answered ${path} with ${error}: ${message}`);
  };

/** Starts an X server on a display of its own. */
async function startDisplay(program: string) {
  const server = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const [data] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { name: `:${data.toString().trim()}`, process: server };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilItAnswers(ask: () => Promise<unknown>): Promise<unknown> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const listens = (error as Error).name !== 'TypeError'; // which is of another realm than Jest's
      if (listens || Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
