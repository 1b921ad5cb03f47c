import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { startEmulator } from '../../lib/emulator.js';
import { eventually } from '../emulator/support/eventually.js';
import { launchChromium } from './support/browser.js';
import { globalScript } from './support/scripts.js';

jest.setTimeout(60_000);

const folder = join(__dirname, '../../examples/script-tag');

/** In the page. */
interface Example {
  readonly happened: readonly string[];
  readonly RxConnectChat: object;
  leave(): Promise<boolean>;
}

it("runs the snippets of amazon-connect-chatjs's README by one script tag", async () => {
  const [script, browser, emulator] = await Promise.all([
    globalScript(),
    launchChromium(),
    startEmulator(),
  ]);
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    const type = extname(name) === '.html' ? 'text/html' : 'text/javascript';
    const content = name.includes('global')
      ? Promise.resolve(script)
      : readFile(join(folder, name));
    content.then(
      (body) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const contact = emulator.startChat({ displayName: 'Ann', initialMessage: 'Hello?' });
    const agent = contact.join({ displayName: 'Bob' });
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    const { port } = server.address() as AddressInfo;
    const hash = new URLSearchParams({ endpoint: emulator.url, ...contact.details });
    await page.goto(`http://127.0.0.1:${port}/#${hash.toString()}`);

    const happened = () => page.evaluate(() => (globalThis as unknown as Example).happened);
    await eventually(async () => {
      const all = ['connected', 'established', 'response', 'typed', 'sent', 'message'];
      expect(await happened()).toEqual(expect.arrayContaining(all));
    }, 10_000);
    agent.type();
    agent.say('Hello yourself');
    await page.getByText('Hello yourself').waitFor();
    expect(await happened()).toContain('typing');
    expect((await happened()).filter((what) => what === 'established')).toHaveLength(1);
    expect(await page.evaluate(() => (globalThis as unknown as Example).leave())).toBe(true);
    await eventually(async () => expect(await happened()).toContain('ended'), 10_000);

    const names = await page.evaluate(() =>
      Object.keys((globalThis as unknown as Example).RxConnectChat),
    );
    expect(names).toEqual(expect.arrayContaining(['createChat', 'dedupeBy', 'ChatSession']));
    expect(faults).toEqual([]);
  } finally {
    server.close();
    await browser.close();
    await emulator.close();
  }
});
