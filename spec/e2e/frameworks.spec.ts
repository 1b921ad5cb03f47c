import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type EmulatedContact, type Emulator, startEmulator } from 'rx-connect-chat/emulator';
import { bundleExample } from '../../scripts/bundle-example.mjs';
import { launchChromium } from './support/browser.js';
import { exampleSite, type ExampleSite } from './support/exampleSite.js';

jest.setTimeout(60_000);

let browser: Browser;
let emulator: Emulator;

beforeAll(async () => {
  [browser, emulator] = await Promise.all([launchChromium(), startEmulator()]);
});

afterAll(async () => {
  await browser.close();
  await emulator.close();
});

const EXAMPLES = [
  ['angular', 'main.ts', 'zoneless'],
  ['angular', 'zone.ts', 'with zone.js'],
  ['react', 'main.tsx', 'with useSyncExternalStore'],
] as const;

describe.each(EXAMPLES)('the example for %s (%s, %s)', (example, script) => {
  let site: ExampleSite;

  beforeAll(async () => {
    site = await exampleSite(browser, example, script);
  });

  afterAll(() => site.close());

  it('has a chat over a bad network, and lets go of it', async () => {
    const { page, faults } = await site.open(emulator.url);
    await page.getByRole('status').filter({ hasText: 'connected' }).waitFor();
    const contact = lastContact();
    const agent = contact.join({ displayName: 'Bea' });

    agent.type();
    await page.locator('.typing').filter({ hasText: 'Bea is typing' }).waitFor();
    agent.say('Hello');
    await page.getByRole('listitem').filter({ hasText: 'Hello' }).waitFor();
    await page.locator('.typing').waitFor({ state: 'detached' });
    await page.locator('.unread').filter({ hasText: '1 unread' }).waitFor();

    emulator.faults.cutSockets();
    agent.say('missed');
    await page.getByRole('textbox').fill('written meanwhile');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('listitem').filter({ hasText: 'missed' }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /written meanwhile\s*sent/ })
      .waitFor();
    const texts = contact.transcript.flatMap(({ Type, Content }) =>
      Type === 'MESSAGE' ? [Content] : [],
    );
    expect(await page.getByRole('listitem').count()).toBe(3);
    expect(texts).toHaveLength(3);

    contact.end();
    await page.getByRole('status').filter({ hasText: 'ended' }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });
});

describe('the example for Angular on a server', () => {
  it('renders a chat that has not begun, and opens nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-ssr-'));
    try {
      const server = (await bundleExample('angular', ['server.ts'], 'node')).get('server.js');
      writeFileSync(join(folder, 'server.mjs'), server ?? '');
      const html = readFileSync('examples/angular/index.html', 'utf8');
      const program = `
        globalThis.WebSocket = globalThis.fetch = () => { throw new Error('opened something'); };
        const { render } = await import('./server.mjs');
        console.log(await render(${JSON.stringify(html)}));`;
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        ['--input-type=module', '--eval', program],
        { cwd: folder, encoding: 'utf8' },
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/<p role="status">\s*idle/);
      expect(stdout).not.toContain('<li>');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const lastContact = (): EmulatedContact => {
  const contact = emulator.contact(emulator.requests.entries.at(-1)?.contactId ?? '');
  if (contact === undefined) throw new Error('nobody has a chat');
  return contact;
};
