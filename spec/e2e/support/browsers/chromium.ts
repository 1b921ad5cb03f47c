import { launchChromium } from '../browser.js';
import type { DrivenBrowser } from './DrivenBrowser.js';

/** Chromium, driven by playwright. */
export async function chromium(): Promise<DrivenBrowser> {
  const browser = await launchChromium();
  return {
    version: browser.version(),
    open: async (url) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(url);
      return {
        click: (selector) => page.locator(selector).click(),
        enter: async (selector, text) => {
          await page.locator(selector).pressSequentially(text);
          await page.keyboard.press('Enter');
        },
        evaluate: (expression) => page.evaluate(expression),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
