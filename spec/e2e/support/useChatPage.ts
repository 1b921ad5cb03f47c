import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './browser.js';
import { ChatPage } from './ChatPage.js';

/** A browser for all specs of a file, with the page opened anew for each. */
export function useChatPage(options?: BrowserContextOptions): { readonly chat: ChatPage } {
  let browser: Browser;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    chat = await ChatPage.open(browser, process.env.PAGE_URL ?? '', options);
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
