import { barriers } from './support/barriers.js';
import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(120_000);

const demo = useChatPage();

const CUSTOMERS = ['Amara', 'Ben', 'Chiara', 'Dmitri'];

describe('the desk', () => {
  it('shows several customers at once: who waits, for how long, what is unread', async () => {
    const { desk, agent } = demo.chat;
    await desk.bring(...CUSTOMERS);

    expect(await desk.rows.count()).toBe(5);
    await desk.opened('Maria'); // nobody's chat is taken away by those who come
    await desk.total('Open').getByText('5').waitFor();
    await desk.total('Waiting').getByText('4').waitFor();
    await desk.row(/^Ben, waits .*, 2 unread, It is number 5120\.$/).waitFor();

    // Whose time goes on is drawn anew, and nobody else.
    const changes = await desk.row(/^Maria/).evaluateHandle(recordChanges);
    const time = desk.row(/^Amara/).getByRole('time');
    const before = await time.textContent();
    await time.filter({ hasNotText: before ?? '' }).waitFor();
    expect(await changes.evaluate(({ length }) => length)).toBe(0);

    await desk.row(/^Amara/).click();
    await desk.opened('Amara');
    await agent.root.getByRole('heading', { name: 'Amara' }).waitFor();
    await agent.sees('my brake squeaks');
  });

  it('is worked by keyboard, and each answer reaches its customer', async () => {
    const { desk, agent, customer, page } = demo.chat;
    await desk.bring(...CUSTOMERS);

    await desk.row(/^Maria/).focus();
    await page.keyboard.press('ArrowDown');
    await desk.opened('Amara');
    expect(await desk.row(/^Amara/).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await agent.input.evaluate(isFocused)).toBe(true);
    await page.keyboard.type('Only the front one?');
    await page.keyboard.press('Enter');

    await agent.sees('It is the front one'); // the customer answers
    await desk.row(/^Amara, waits/).waitFor();
    const contactId = await desk.contactId('Amara');
    const said = (await demo.chat.transcript(contactId)).map(({ Content }) => Content);
    expect(said).toContain('Only the front one?');
    expect(await customer.texts()).not.toContain('Only the front one?');

    await page.keyboard.press('Alt+ArrowDown');
    await desk.opened('Ben');
    expect(await agent.input.evaluate(isFocused)).toBe(true);
    await page.keyboard.type('a draft');
    await page.keyboard.press('Alt+ArrowUp');
    await desk.opened('Amara');
    expect(await agent.input.inputValue()).toBe('');
    await page.keyboard.press('Alt+ArrowDown');
    expect(await agent.input.inputValue()).toBe('a draft');

    await page.keyboard.press('Escape');
    expect(await desk.row(/^Ben/).evaluate(isFocused)).toBe(true);
    await page.keyboard.press('End');
    await desk.opened('Dmitri');
    await page.keyboard.press('Home');
    await desk.opened('Maria');
    await page.keyboard.press('?');
    await desk.root.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await desk.root.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    expect(await desk.row(/^Maria/).evaluate(isFocused)).toBe(true);
  });

  it('keeps a chat that is over until it is cleared', async () => {
    const { desk, agent, customer, page } = demo.chat;
    await desk.bring(...CUSTOMERS);
    await customer.button('End chat').click();
    await desk.row(/^Maria, Ended/).waitFor();
    await desk.total('Open').getByText('4').waitFor();

    await agent.button('Clear').press('Enter');
    await desk.opened('Amara');
    expect(await desk.row(/^Maria/).count()).toBe(0);
    expect(await agent.input.evaluate(isFocused)).toBe(true);

    await agent.button('Leave').click();
    await desk.row(/^Amara, You left/).waitFor();
    await agent.button('Clear').click();
    await desk.opened('Ben');
    await agent.button('Hand over').click();
    await desk.row(/^Ben, Handed over/).waitFor();

    await page.reload();
    await desk.opened('Ben');
    await desk.row(/^Ben, Handed over/).waitFor();
    for (const name of ['Ben', 'Chiara', 'Dmitri']) {
      await desk.opened(name);
      if (name !== 'Ben') await agent.button('Leave').click();
      await agent.button('Clear').click();
    }
    await agent.root.getByText('No chat is open').waitFor();
    expect(await desk.rows.count()).toBe(0);
    expect(await page.evaluate(storedContacts)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
  });

  it('cuts all chats at once, and says what that came to', async () => {
    const { desk, agent, customer } = demo.chat;
    await desk.bring(...CUSTOMERS);
    await desk.measures.getByText('No cuts').waitFor();
    await desk.measures.getByText('Nothing sent yet').waitFor();

    await agent.cut.click();
    for (const name of ['Maria', ...CUSTOMERS]) {
      await desk.row(new RegExp(`^${name}, Reconnecting`)).waitFor();
    }
    await customer.says('one');
    await customer.says('two');
    await customer.status('two', 'Sent');
    await agent.says('written without a connection');
    await agent.root.getByText('Sending').waitFor();
    await desk.row(/^Amara/).click(); // a message goes out though its chat is not the open one
    await desk.opened('Amara');
    await agent.cut.click();

    await customer.sees('written without a connection');
    await desk.row(/^Maria/).click();
    await agent.sees('two');
    await desk.measures.getByText(/^1 cut, [2-9] items fetched$/).waitFor(); // receipts are items, too
    await desk.measures.getByText(/^1 sent, in \d+ ms$/).waitFor();
    const rows = desk.measures.getByRole('row');
    expect(await rows.filter({ hasText: 'Reconnecting' }).count()).toBe(1);
    expect(await rows.filter({ hasText: 'Connected' }).first().textContent()).toMatch(
      /until now[2-9]$/,
    );
  });
});

describe('everybody can use the desk', () => {
  const sizes = [
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 1280, height: 800 }],
    ['light', { width: 390, height: 844 }],
  ] as const;

  it('without barriers, in both themes and on a phone', async () => {
    const { desk, agent, page } = demo.chat;
    await desk.bring(...CUSTOMERS);
    await desk.row(/^Amara/).click();
    await agent.says('One moment');
    await agent.cut.click();
    await agent.connection('reconnecting');
    for (const [colorScheme, size] of sizes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(size);
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
        true,
      );
      for (const plot of await desk.measures.locator('canvas').all()) {
        const [drawn, room] = [await plot.boundingBox(), await desk.measures.boundingBox()];
        expect(drawn?.width).toBeLessThanOrEqual(room?.width ?? 0);
        expect(drawn?.width).toBeGreaterThan(100);
      }
    }
  });
});

/** Records what changes in a row from now on. */
function recordChanges(row: Element): string[] {
  const changes: string[] = [];
  new MutationObserver((records) => {
    changes.push(...records.map(({ type }) => type));
  }).observe(row, { attributes: true, characterData: true, childList: true, subtree: true });
  return changes;
}

const isFocused = (element: Element) => element === document.activeElement;

/** The keys under which the page keeps chats of the desk. */
const storedContacts = () =>
  Object.keys(sessionStorage).filter((key) => key.startsWith('rx-connect-chat/'));
