import { mkdir, writeFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { addressOf, runStart, type StartRun } from '../start/support/runStart.js';
import { launchChromium } from './support/browser.js';
import { ChatPage } from './support/ChatPage.js';

jest.setTimeout(120_000);

/** The pictures of the documentation; `npm run screenshots` puts them there. */
const folder = 'docs/img';
const isKept = process.env['SCREENSHOTS'] !== undefined;

const wide = { width: 1280, height: 800 };
const pictures: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { viewport: wide, colorScheme: 'light' }],
  ['dark', { viewport: wide, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2 }],
];

let run: StartRun;
let url: string;
let browser: Browser;

beforeAll(async () => {
  run = runStart('--port', '0');
  [url, browser] = await Promise.all([addressOf(run), launchChromium()]);
});

afterAll(async () => {
  run.interrupt();
  await run.ended;
  await browser.close();
});

it.each(pictures)('pictures, %s: small, and nothing sticks out', async (name, options) => {
  const chat = await ChatPage.open(browser, url, { ...options, locale: 'en-GB' });
  const { customer, agent, desk, page } = chat;
  await agent.attach({ name: 'order-4711.pdf', mimeType: 'application/pdf' });
  await customer.button('Download order-4711.pdf').waitFor();
  await agent.button('Quick reply').click();
  await customer.button('Yes, thank you').click();
  await agent.sees('Yes, thank you');
  await agent.says('It left the workshop this morning. Does the afternoon suit you?');
  await customer.sees('this morning');
  await customer.input.focus();
  await agent.status('this morning', 'Read');
  await agent.input.pressSequentially('I have put you', { delay: 100 });
  await customer.typing.getByText('Jordan is typing').waitFor();
  await agent.cut.click();
  await agent.connection('reconnecting');
  await customer.says('The afternoon is perfect!');
  await agent.says('I have put you down for 14:00 to 16:00.');
  await agent.root.getByText('Sending').waitFor();
  await customer.root.getByText('Sending').waitFor({ state: 'detached' });
  await page.evaluate(() => {
    scrollTo(0, 0);
  });

  const picture = await page.screenshot({ animations: 'disabled' });
  expect(await page.evaluate(fits)).toBe(true);

  await agent.cut.click();
  await agent.connection('connected');
  await desk.bring('Amara', 'Ben', 'Chiara', 'Dmitri');
  await desk.row(/^Amara/).click();
  await agent.says('That is dust, mostly: it is not dangerous. Is it the front one?');
  await agent.sees('It is the front one');
  await agent.says('Wipe the rim with a dry cloth, then it should be quiet.');
  await agent.sees('then I will ride on');
  await desk.row(/^Maria/).click();
  await agent.sees('The afternoon is perfect!');
  await agent.input.focus();
  await agent.unread(0);
  await desk.row(/^Amara, Ended/).waitFor();

  const deskPicture = await desk.root.screenshot({ animations: 'disabled' });
  expect(await page.evaluate(fits)).toBe(true);

  for (const [of, png] of [
    ['page', picture],
    ['desk', deskPicture],
  ] as const) {
    expect(png.length).toBeLessThan(250_000);
    if (!isKept) continue;
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/${of}-${name}.png`, png);
  }
  await chat.close();
});

const fits = () => document.documentElement.scrollWidth <= innerWidth;
