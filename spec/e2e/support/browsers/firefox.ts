import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findFirefox } from '../../../../scripts/firefox.mjs';
import { findRuntimes } from '../../../../scripts/runtimes.mjs';
import type { DrivenBrowser } from './DrivenBrowser.js';

/** What is used of puppeteer-core, which is installed with the runtimes. */
interface Puppeteer {
  launch(options: {
    browser: 'firefox';
    executablePath: string;
    headless: boolean;
  }): Promise<Browser>;
}
interface Browser {
  version(): Promise<string>;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}
interface Page {
  goto(url: string): Promise<unknown>;
  locator(selector: string): { click(): Promise<void> };
  readonly keyboard: { type(text: string): Promise<void>; press(key: string): Promise<void> };
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Firefox, driven by puppeteer-core over WebDriver BiDi. */
export async function firefox(): Promise<DrivenBrowser> {
  const load = createRequire(join(findRuntimes(), 'package.json'));
  const { launch } = load('puppeteer-core') as Puppeteer;
  const browser = await launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
  });
  return {
    version: (await browser.version()).replace('firefox/', ''),
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return {
        click: (selector) => page.locator(selector).click(),
        enter: async (selector, text) => {
          await page.locator(selector).click();
          await page.keyboard.type(text);
          await page.keyboard.press('Enter');
        },
        evaluate: (expression) => page.evaluate(expression),
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}
