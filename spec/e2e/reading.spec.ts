import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(60_000);

const demo = useChatPage();

describe('what is read', () => {
  it('is counted until the reader is there, and told to the sender', async () => {
    const { customer, agent } = demo.chat;
    await customer.input.focus();
    await customer.unread(0);
    await agent.says('one');
    await agent.says('two');
    await agent.status('two', 'Delivered');
    await customer.input.focus();
    await customer.unread(0);
    await agent.status('one', 'Read');

    await agent.input.focus();
    await agent.says('three');
    await agent.says('four');
    await customer.unread(2);
    await agent.status('four', 'Delivered');
    await demo.chat.page.waitForFunction(() => document.title.startsWith('(2) '));

    await customer.log.focus();
    await customer.unread(0);
    await agent.status('three', 'Read');
    await agent.status('four', 'Read');
    await demo.chat.page.waitForFunction(() => !document.title.startsWith('('));
  });

  it('is not what lies below the reader', async () => {
    const { customer, agent } = demo.chat;
    for (let i = 1; i <= 15; i++) await agent.says(`line ${i}`);
    await customer.input.focus();
    await customer.unread(0);
    await customer.log.evaluate((log) => {
      log.scrollTop = log.scrollHeight / 2;
    });

    await demo.chat.agentSays('and one more');
    await customer.button('1 new message').waitFor();
    await customer.unread(1);

    await customer.button('1 new message').click();
    await customer.unread(0);
  });
});

const loadAll = (log: HTMLElement | SVGElement) =>
  new Promise<void>((resolve) => {
    const older = log.querySelector<HTMLButtonElement>('button.older');
    const load = () => {
      if (older === null || older.hidden) {
        resolve();
        return;
      }
      older.click();
      requestAnimationFrame(load);
    };
    load();
  });

describe('a long chat', () => {
  it('has its newest messages drawn, and all as the reader scrolls up', async () => {
    const { customer } = demo.chat;
    const lines = Array.from({ length: 230 }, (_, index) => `line ${index + 1}`);
    for (const line of lines) await demo.chat.agentSays(line);
    await customer.sees('line 230');

    expect((await customer.texts()).at(0)).not.toBe('line 1');
    expect(await customer.root.locator('.rows > li').count()).toBeLessThanOrEqual(90);

    await customer.log.evaluate(loadAll);
    const texts = await customer.texts();
    expect(texts.filter((text) => text.startsWith('line'))).toEqual(lines);
    expect(await customer.past.count()).toBe(38);
  });
});

describe('what was said earlier', () => {
  it('comes as the reader scrolls up, and moves nothing', async () => {
    const { customer } = demo.chat;
    const before = await customer.past.count();
    const top = await customer.past.first().elementHandle();
    const placeOfTop = () => top?.evaluate((row) => row.getBoundingClientRect().top);

    const place = await customer.log.evaluate((log) => {
      log.scrollTop = 0;
      return log.querySelector('.message-past')?.getBoundingClientRect().top;
    });
    await customer.past.nth(before).waitFor({ state: 'attached' });
    expect(place).toBeDefined();
    expect(await placeOfTop()).toBeCloseTo(place ?? 0, -1);

    await customer.log.evaluate(loadAll);
    expect(await customer.past.count()).toBe(38);
    const texts = await customer.past.locator('.message-bubble').allTextContents();
    expect(texts[0]).toMatch(/^Hello! Which of your city bikes/);
    expect(texts.at(-1)).toMatch(/^You are welcome/);
    expect(new Set(texts).size).toBe(38);
    expect(await customer.root.locator('.day').count()).toBeGreaterThanOrEqual(2);
  });

  it('comes by keyboard, too', async () => {
    const { customer } = demo.chat;
    const before = await customer.past.count();

    await customer.button('Earlier messages').press('Enter');

    await customer.past.nth(before).waitFor({ state: 'attached' });
  });

  it('says who has said it: the customer was the same', async () => {
    const { customer, agent } = demo.chat;
    const author = (side: typeof customer, text: string) =>
      side.past.filter({ hasText: text }).locator('.message-author').textContent();

    expect(await author(customer, 'Thank you, Sam!')).toBe('You');
    expect(await author(agent, 'Thank you, Sam!')).toBe('Maria');
    expect(await author(agent, 'You are welcome')).toBe('Sam');
  });
});
