import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Emulator } from '../../../lib/emulator.js';
import { project } from './project.js';

/** A page of the project. */
export interface Visit {
  readonly page: Page;
  /** What the page has thrown, and what its policy has refused it. */
  readonly faults: readonly string[];
  /** What the page shows in its `output`, once it is there. */
  readonly output: () => Promise<string | null>;
}

/**
 * Opens a file of the project as a page of the emulator's own origin, under the policy that lets it
 * load from there and reach that origin alone.
 */
export async function visit(browser: Browser, emulator: Emulator, path: string): Promise<Visit> {
  // A page that no server has sent may not reach this machine unless it is allowed to.
  const context = await browser.newContext({ permissions: ['local-network-access'] });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.route(`${emulator.url}/**`, (route) => {
    const file = join(project, new URL(route.request().url()).pathname);
    return existsSync(file)
      ? route.fulfill({ path: file, headers: { 'content-security-policy': "default-src 'self'" } })
      : route.continue();
  });
  await page.goto(`${emulator.url}/${path}`);
  return {
    page,
    faults,
    output: () => page.locator('output:not(:empty)').textContent({ timeout: 60_000 }),
  };
}
