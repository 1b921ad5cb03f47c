import type { Browser } from 'playwright-core';
import { launchChromium } from './support/browser.js';
import { ChatPage } from './support/ChatPage.js';
import { type BlockingProxy, startProxy } from './support/startProxy.js';

jest.setTimeout(120_000);

describe('the page behind a proxy that blocks websockets', () => {
  let browser: Browser;
  let proxy: BlockingProxy;
  beforeAll(async () => {
    browser = await launchChromium();
    proxy = await startProxy();
  });
  afterAll(async () => {
    await browser.close();
    await proxy.close();
  });

  it('has a whole conversation: history, messages both ways, the end', async () => {
    const chat = await ChatPage.open(browser, process.env.PAGE_URL ?? '', {
      proxy: { server: proxy.url },
    });
    const { customer, agent } = chat;
    await customer.root.getByText('Connected, without a websocket').first().waitFor();
    expect(await customer.texts()).toHaveLength(1);

    for (const n of [1, 2, 3]) {
      await customer.says(`question ${n}`);
      await agent.sees(`question ${n}`);
      await agent.says(`answer ${n}`);
      await customer.sees(`answer ${n}`);
    }
    expect((await customer.texts()).slice(1)).toEqual(
      [1, 2, 3].flatMap((n) => [`question ${n}`, `answer ${n}`]),
    );
    expect(await agent.texts()).toEqual(await customer.texts());

    await customer.button('End chat').click();
    await customer.connection('ended');
    expect(proxy.refused()).toBeGreaterThan(2);
    expect(chat.faults).toEqual([]);
    await chat.close();
  });
});
