import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Emulator, startEmulator } from '../../lib/emulator.js';
import { launchChromium } from '../e2e/support/browser.js';
import { node, project } from './support/project.js';
import { visit } from './support/visit.js';

jest.setTimeout(300_000);

let browser: Browser;
let emulator: Emulator;

beforeAll(async () => {
  [browser, emulator] = await Promise.all([launchChromium(), startEmulator()]);
});

afterAll(async () => {
  await browser.close();
  await emulator.close();
});

/** All scripts in a folder of the project. */
async function scriptsIn(folder: string): Promise<string> {
  const files = await readdir(join(project, folder), { recursive: true });
  const scripts = files.filter((file) => file.endsWith('.js'));
  const texts = scripts.map((file) => readFile(join(project, folder, file), 'utf8'));
  return (await Promise.all(texts)).join('');
}

/** What is in a bundle that can have a chat: the socket's subscription, a path, the AWS SDK. */
const marks = ['aws/subscribe', 'participant/connection', 'ConnectParticipant'];

describe.each(['esbuild', 'vite', 'webpack'])('%s', (bundler) => {
  beforeAll(() => node(`${bundler}/bundle.mjs`));

  it("makes a page that has chats under default-src 'self'", async () => {
    const { output, faults } = await visit(browser, emulator, `${bundler}/chat/index.html`);
    expect(await output()).toBe('hello hello function');
    expect(faults).toEqual([]);
  });

  it('takes an operator along alone', async () => {
    const chat = await scriptsIn(`${bundler}/chat`);
    const operator = await scriptsIn(`${bundler}/operator`);
    expect(marks.filter((mark) => chat.includes(mark))).toEqual(marks);
    expect(marks.filter((mark) => operator.includes(mark))).toEqual([]);
    expect(operator.length).toBeLessThan(18_000); // 16,000 of it is RxJS
  });

  it('leaves nothing of entry points that are imported and not used', async () => {
    expect(await scriptsIn(`${bundler}/unused`)).toBe('');
  });
});

it('webpack finds the entry points without `exports`, as webpack 4 does', async () => {
  await node('webpack4/bundle.mjs');
  const { output, faults } = await visit(browser, emulator, 'webpack4/chat/index.html');
  expect(await output()).toBe('hello');
  expect(faults).toEqual([]);
});

it("has a chat by a script tag under default-src 'self'", async () => {
  const { page, output, faults } = await visit(browser, emulator, 'script-tag/index.html');
  expect(await output()).toBe('hello');
  expect(faults).toEqual([]);

  // and that policy is at work
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = '0';
    document.head.append(script);
  });
  expect(faults).toEqual([expect.stringContaining("default-src 'self'")]);
});
