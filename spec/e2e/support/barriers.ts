import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds that keeps people out. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // Without a second page to put frames together in: this one has none, and it costs most of the time.
  expect(page.frames()).toHaveLength(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(
    ({ id, impact, nodes }) =>
      `${impact ?? ''} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** The page's themes. */
export const THEMES = ['light', 'dark'] as const;

/** The same in one of the page's themes, without the motion that axe would meet it in. */
export async function barriersIn(
  page: Page,
  colorScheme: (typeof THEMES)[number],
): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  return barriers(page);
}
