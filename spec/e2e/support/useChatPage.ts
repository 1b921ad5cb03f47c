import type { Browser, BrowserContextOptions } from 'playwright-core';
import { addressOf, runStart, type StartRun } from '../../start/support/runStart.js';
import { launchChromium } from './browser.js';
import { ChatPage } from './ChatPage.js';

/** Runs `npm start` and a browser for all specs of a file, and opens the page anew for each. */
export function useChatPage(options?: BrowserContextOptions): { readonly chat: ChatPage } {
  let run: StartRun;
  let url: string;
  let browser: Browser;
  let chat: ChatPage;

  beforeAll(async () => {
    run = runStart('--port', '0');
    [url, browser] = await Promise.all([addressOf(run), launchChromium()]);
  });
  afterAll(async () => {
    run.interrupt();
    await run.ended;
    await browser.close();
  });
  beforeEach(async () => {
    chat = await ChatPage.open(browser, url, options);
  });
  afterEach(async () => {
    const { faults } = chat;
    await chat.close();
    expect(faults).toEqual([]);
  });

  return {
    get chat() {
      return chat;
    },
  };
}
