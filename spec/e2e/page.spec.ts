import { eventually } from '../emulator/support/eventually.js';
import { barriers, barriersIn, THEMES } from './support/barriers.js';
import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(120_000);

const demo = useChatPage();

describe('the page', () => {
  it('shows a streamed answer growing in its place', async () => {
    const { customer, agent, page } = demo.chat;
    const lengths = page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const seen: number[] = [];
          const rows = document.querySelector('#customer .rows');
          const watch = () => {
            const answer = rows?.querySelector('.message:nth-last-child(1)');
            const length = answer?.querySelector('.message-bubble')?.textContent.length ?? 0;
            const growing = answer?.classList.contains('message-partial') === true;
            if (growing && seen.at(-1) !== length) seen.push(length);
            if (seen.length > 0 && !growing) resolve(seen);
            else requestAnimationFrame(watch);
          };
          watch();
        }),
    );

    await agent.button('Assistant').click();

    const seen = await lengths;
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(await customer.messages()).toHaveLength(2);
    expect(await customer.texts()).toEqual(await agent.texts());
  });

  it('carries messages both ways, each with its sender and its status', async () => {
    const { customer, agent } = demo.chat;

    await customer.says('Where is my bike?');
    await agent.sees('Where is my bike?');
    await agent.says('On its way.');
    await customer.sees('On its way.');
    await agent.status('On its way.', 'Delivered');

    expect((await customer.messages()).slice(1)).toEqual([
      { author: 'You', text: 'Where is my bike?', status: 'Read' },
      { author: 'Jordan', text: 'On its way.', status: '' },
    ]);
    expect((await agent.messages()).slice(1)).toEqual([
      { author: 'Maria', text: 'Where is my bike?', status: '' },
      { author: 'You', text: 'On its way.', status: 'Delivered' },
    ]);
    await customer.root.getByText('Maria, with Jordan').waitFor();
    expect(await customer.present.locator('time[datetime]').count()).toBe(3);
  });

  it('sends with Enter and breaks the line with Shift+Enter', async () => {
    const { customer, agent } = demo.chat;

    await customer.input.pressSequentially('one');
    await customer.input.press('Shift+Enter');
    await customer.input.pressSequentially('two');
    expect(await customer.input.inputValue()).toBe('one\ntwo');
    await customer.input.press('Enter');
    await agent.sees('one');

    expect((await agent.texts()).at(-1)).toBe('one\ntwo');
    expect(await customer.input.inputValue()).toBe('');
    await customer.input.fill('   ');
    await customer.input.press('Enter');
    expect(await customer.button('Send').isDisabled()).toBe(true);
    expect(await customer.messages()).toHaveLength(2);
  });

  it('shows who is typing until the message is there', async () => {
    const { customer, agent } = demo.chat;

    await agent.input.pressSequentially('Good');
    await customer.typing.getByText('Jordan is typing').waitFor();
    await agent.input.press('Enter');
    await customer.sees('Good');

    await customer.typing.getByText('Jordan is typing').waitFor({ state: 'hidden' });
  });

  it.each([
    ['customer', 'agent'],
    ['agent', 'customer'],
  ] as const)('loses nothing while the connection of the %s is cut', async (cut, other) => {
    const [offline, online] = [demo.chat[cut], demo.chat[other]];
    await offline.cut.click();
    await offline.connection('reconnecting');
    await eventually(async () => {
      expect(await offline.cut.getAttribute('aria-checked')).toBe('true');
    });

    const missed = ['one', 'two', 'three', 'four', 'five'].map((number) => `missed ${number}`);
    for (const text of missed) await online.says(text);
    await offline.says('written without a connection');
    await offline.root.getByText('Sending').waitFor();
    expect(await offline.texts()).not.toContain(missed[0]);

    await offline.cut.click();
    await offline.connection('connected');
    await offline.sees('missed five');
    await online.sees('written without a connection');
    await offline.root.getByText('Sending').waitFor({ state: 'detached' });

    const texts = await offline.texts();
    expect(texts.filter((text) => text.startsWith('missed'))).toEqual(missed);
    expect(texts.filter((text) => text.startsWith('written'))).toHaveLength(1);
    expect(await online.texts()).toEqual(texts);
  });

  it('stays where the reader is, and counts what is new', async () => {
    const { customer, agent } = demo.chat;
    for (let i = 1; i <= 25; i++) await agent.says(`line ${i}`);
    await customer.sees('line 25');
    const gapToEnd = () =>
      customer.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    expect(await gapToEnd()).toBeLessThan(2);

    await customer.log.evaluate((log) => {
      log.scrollTop = 0;
    });
    await agent.says('and one more');
    await customer.button('1 new message').click();

    expect(await gapToEnd()).toBeLessThan(2);
    expect(await customer.button('new message').isVisible()).toBe(false);
  });

  it('ends the chat for both, and begins a new one', async () => {
    const { customer, agent } = demo.chat;
    await customer.says('Goodbye');
    await agent.sees('Goodbye');

    await customer.button('End chat').click();
    for (const pane of [customer, agent]) {
      await pane.connection('ended');
      await pane.root.locator('[data-part="ended"]').getByText('The chat has ended').waitFor();
      expect(await pane.input.count()).toBe(0);
    }
    expect(await customer.button('Start a new chat').evaluate(isFocused)).toBe(true);

    await customer.root.page().keyboard.press('Enter');
    await agent.connection('connected');
    await demo.chat.ready();
    expect(await customer.texts()).not.toContain('Goodbye');
    expect(await agent.texts()).not.toContain('Goodbye');
    expect(await customer.input.evaluate(isFocused)).toBe(true);
  });

  it('says what it cannot connect for, and tries again when asked', async () => {
    const { customer, page } = demo.chat;
    await page.route('**/chats', async (route) => {
      const answer = await route.fetch();
      const started = (await answer.json()) as { customer: object };
      const json = { ...started, customer: { ...started.customer, participantToken: 'wrong' } };
      await route.fulfill({ response: answer, json });
    });
    const connects = () => page.waitForRequest('**/participant/connection');

    await page.getByRole('button', { name: 'New chat' }).click();
    await customer.connection('failed');
    await customer.root.locator('[data-part="connection"]').getByText('AccessDenied').waitFor();
    expect(await barriers(page)).toEqual([]);

    await Promise.all([connects(), customer.button('Try again').click()]);
    await customer.connection('failed');
  });

  it('says so where the service is gone', async () => {
    await demo.chat.page.route('**/chats', (route) => route.abort());

    await demo.chat.page.getByRole('button', { name: 'New chat' }).click();

    await demo.chat.page.getByRole('alert').getByText('does not answer').waitFor();
    expect(await barriers(demo.chat.page)).toEqual([]);
  });

  it('lets the agent leave alone', async () => {
    await demo.chat.agent.button('Leave').click();

    await demo.chat.agent.connection('ended');
    await demo.chat.agent.root
      .locator('[data-part="ended"]')
      .getByText('You left the chat')
      .waitFor();
    await demo.chat.customer.root.getByText('Maria, nobody else is here').waitFor();
    await demo.chat.customer.connection('connected');
  });
});

describe('everybody can use the page', () => {
  it('without barriers, in both themes', async () => {
    const { page, customer, agent } = demo.chat;
    await customer.says('Hello');
    await agent.sees('Hello');
    for (const colorScheme of THEMES) {
      await agent.input.pressSequentially('Hi'); // again: nobody is said to type for long
      await customer.typing.getByText('Jordan is typing').waitFor();
      expect(await barriersIn(page, colorScheme)).toEqual([]);
    }

    await customer.cut.click();
    await customer.connection('reconnecting');
    await customer.says('Is anybody there?');
    await customer.root.getByText('Sending').waitFor();
    for (const colorScheme of THEMES) expect(await barriersIn(page, colorScheme)).toEqual([]);

    await agent.button('Leave').click();
    await agent.connection('ended');
    for (const colorScheme of THEMES) expect(await barriersIn(page, colorScheme)).toEqual([]);
  });

  it('by keyboard, in the order of the page', async () => {
    const { page, customer, agent } = demo.chat;
    for (const pane of [customer, agent]) await pane.button('Earlier messages').waitFor();
    const order: string[] = [];
    for (let i = 0; i < 24; i++) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(nameOfFocused));
    }
    expect(order).toEqual([
      'Skip to the chat',
      'Skip to the desk',
      'New chat',
      'Dark theme',
      'End chat',
      'Cut the connection',
      'Messages, as the Customer sees them',
      'Earlier messages',
      'Attach files',
      'Message of the Customer',
      'Bring customers',
      'Keys',
      'Cut the connection',
      'The chat of Maria',
      'Hand over',
      'Leave',
      'Messages, as the Agent sees them',
      'Earlier messages',
      'Assistant',
      'Quick reply',
      'List',
      'Times',
      'Attach files',
      'Message of the Agent',
    ]);
  });

  it('hearing of the connection, without its countdown', async () => {
    const { customer } = demo.chat;
    const told = customer.root.locator('[data-part="announcer"]');
    expect(await told.textContent()).toBe('Connected');

    await customer.cut.click();
    await customer.connection('reconnecting');

    expect(await told.textContent()).toBe('Connection lost, reconnecting');
  });

  it('in the theme of their choice', async () => {
    const { page } = demo.chat;
    const toggle = page.getByRole('button', { name: 'Dark theme' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    const light = await background();

    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    expect(await background()).not.toBe(light);

    await toggle.click();
    expect(await background()).toBe(light);
  });
});

/** What somebody hears of the control that has the focus. */
function nameOfFocused(): string {
  const { activeElement: at } = document;
  const name = at?.getAttribute('aria-label') ?? at?.textContent.trim() ?? '';
  return (
    name
      .replace(/^Maria,.*/, 'The chat of Maria')
      // To have the focus, it scrolls into view; and at the top, earlier messages begin to load.
      .replace('Loading earlier', 'Earlier')
  );
}

const isFocused = (element: Element) => element === document.activeElement;
