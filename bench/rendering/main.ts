import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { type EmulatedContact, type Emulator, startEmulator } from 'rx-connect-chat/emulator';
import { launchChromium } from '../../spec/e2e/support/browser.js';
import { median } from '../performance/support/measure.js';
import { table } from '../reliability/tables.js';
import { writeBetween } from '../writeBetween.js';
import { type Frames, watchFrames } from './watchFrames.js';

const COUNT = 10_000;
const A_SECOND = 500;
const LIMIT = 50;
const ROUNDS = 5;
const WITHIN_MS = 90_000;
const CLIENTS = { ours: 'rx-connect-chat', theirs: 'amazon-connect-chatjs 5.0.0' } as const;

interface Found extends Frames {
  /** How much of the time the main thread was at work. */
  readonly busy: number;
}

/** Measures, prints, and writes into `file`. Resolves with whether the limit is kept. */
export async function main(file: string): Promise<boolean> {
  const page = await servePage();
  const emulator = await startEmulator();
  const browser = await launchChromium();
  const found: Record<keyof typeof CLIENTS, Found[]> = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of ['ours', 'theirs'] as const) {
      const one = await measure(browser, emulator, page.url, client);
      console.log(`${CLIENTS[client]}: ${one.perSecond.toFixed(1)} frames a second`);
      found[client].push(one);
    }
  }
  await browser.close();
  await emulator.close();
  page.close();

  const middle = (client: keyof typeof CLIENTS, of: (one: Found) => number) =>
    median(found[client].map(of));
  const text = table(
    ['list of 10,000 messages, 500 a second', 'limit', ...Object.values(CLIENTS)],
    [
      ['frames a second', `${LIMIT}`, ...both(middle, (one) => one.perSecond, '')],
      ['longest time between two frames', '', ...both(middle, (one) => one.longestMs, ' ms')],
      ['frames later than 50 ms', '', ...both(middle, (one) => one.late, '')],
      ['main thread at work', '', ...both(middle, (one) => one.busy * 100, ' %')],
    ],
  ).join('\n');
  console.log(`\n${text}\n`);
  await writeBetween(file, 'rendering', text);
  const isKept = middle('ours', (one) => one.perSecond) >= LIMIT;
  console.log(isKept ? 'the limit is kept' : 'the limit is missed');
  return isKept;
}

const both = (
  middle: (client: keyof typeof CLIENTS, of: (one: Found) => number) => number,
  of: (one: Found) => number,
  unit: string,
) => (['ours', 'theirs'] as const).map((client) => `${middle(client, of).toFixed(0)}${unit}`);

/** The list of the example page alone, in the example page's markup. */
async function servePage(): Promise<{ readonly url: string; readonly close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: [join('bench', 'rendering', 'page.ts')],
    inject: [createRequire(import.meta.url).resolve('amazon-connect-chatjs')],
    outdir: 'out',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { global: 'globalThis' },
    write: false,
  });
  const html = await readFile(join('examples', 'page', 'index.html'), 'utf8');
  const files = new Map([
    ['/', { type: 'text/html', body: html }],
    ...outputFiles.map(({ path, text }) => {
      const isStyle = path.endsWith('.css');
      const type = isStyle ? 'text/css' : 'text/javascript';
      return [isStyle ? '/main.css' : '/main.js', { type, body: text }] as const;
    }),
  ]);
  const server = createServer((request, response) => {
    const file = files.get((request.url ?? '/').split('?')[0] ?? '/');
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

async function measure(
  browser: Browser,
  emulator: Emulator,
  url: string,
  client: keyof typeof CLIENTS,
): Promise<Found> {
  const contact = emulator.startChat({ displayName: 'Ann' });
  const task = JSON.stringify({ endpoint: emulator.url, chatDetails: contact.details });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}?${new URLSearchParams({ client, task }).toString()}`);
  while (emulator.sockets().subscribed === 0) await sleep(20);

  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  const taskSeconds = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
  };
  const before = await taskSeconds();
  const startedAt = performance.now();
  const watching = page.evaluate(watchFrames, {
    last: `Message ${COUNT - 1}:`,
    withinMs: WITHIN_MS,
  });
  await sendAll(contact);
  const frames = await watching;
  const busy = (await taskSeconds()) - before;
  const took = (performance.now() - startedAt) / 1_000;
  await page.close();
  contact.end();
  while (emulator.sockets().open > 0) await sleep(20);
  return { ...frames, busy: busy / took };
}

/** Has an agent say {@link COUNT} messages, {@link A_SECOND} a second. */
async function sendAll(contact: EmulatedContact): Promise<void> {
  const agent = contact.join({ displayName: 'Bea' });
  const startedAt = performance.now();
  for (let sent = 0; sent < COUNT;) {
    const due = Math.min(COUNT, ((performance.now() - startedAt) / 1_000) * A_SECOND);
    for (; sent < due; sent++) {
      agent.say(`Message ${sent}: thank you for waiting, your order has left our warehouse.`);
    }
    await sleep(4);
  }
}
