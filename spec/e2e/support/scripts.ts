import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildGlobal } from '../../../scripts/global-file.mjs';

/** The file for a script tag, built from the sources as they are. */
export async function globalScript(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rx-connect-chat-'));
  try {
    const file = join(folder, 'rx-connect-chat.global.js');
    await buildGlobal(file);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A page at `url` with these scripts, and the errors that nothing caught in it. */
export async function openPage(
  browser: Browser,
  url: string,
  html: string,
  scripts: readonly string[],
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const page = await (await browser.newContext()).newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(url); // a page of this machine, since browsers let no other reach it
  await page.setContent(html);
  for (const content of scripts) await page.addScriptTag({ content });
  return { page, faults };
}
