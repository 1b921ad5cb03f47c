import { mkdir, writeFile } from 'node:fs/promises';
import type { BrowserContextOptions, Locator } from 'playwright-core';
import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(120_000);

/** The pictures of the documentation; `npm run screenshots` puts them there. */
const folder = 'docs/img';
const isKept = process.env['SCREENSHOTS'] !== undefined;

/** A screen, and the themes that it is pictured in, by the name of the picture. */
type Screen = readonly [BrowserContextOptions, Readonly<Record<string, 'light' | 'dark'>>];

const screens: readonly Screen[] = [
  [{ viewport: { width: 1280, height: 800 } }, { light: 'light', dark: 'dark' }],
  [{ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }, { phone: 'light' }],
];

describe.each(screens)('pictures of a screen %j', (screen, themes) => {
  const demo = useChatPage({ ...screen, locale: 'en-GB' });

  const take = async (of: string, picture: Pick<Locator, 'screenshot'>): Promise<void> => {
    const { page } = demo.chat;
    for (const [name, colorScheme] of Object.entries(themes)) {
      await page.emulateMedia({ colorScheme });
      const png = await picture.screenshot({ animations: 'disabled' });
      expect(await page.evaluate(fits)).toBe(true);
      expect(png.length).toBeLessThan(250_000);
      if (!isKept) continue;
      await mkdir(folder, { recursive: true });
      await writeFile(`${folder}/${of}-${name}.png`, png);
    }
  };

  it('are small, and nothing sticks out', async () => {
    const { customer, agent, desk, page } = demo.chat;
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
    await take('page', page);

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
    await take('desk', desk.root);
  });
});

const fits = () => document.documentElement.scrollWidth <= innerWidth;
