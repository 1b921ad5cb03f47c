import { barriersIn, THEMES } from './support/barriers.js';
import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(120_000);

const demo = useChatPage();

describe('questions with choices', () => {
  it.each([
    ['Quick reply', 'Did that help?', 'Not quite'],
    ['List', 'What is it about?', 'A repair'],
  ])('%s: are answered by one of them, which both then see', async (tool, title, choice) => {
    const { customer, agent } = demo.chat;

    await agent.button(tool).click();
    await agent.sees(title);
    expect(await agent.present.getByRole('button', { name: choice }).count()).toBe(0);
    await customer.present.getByRole('button', { name: choice }).click();

    await agent.sees(choice);
    expect((await agent.messages()).at(-1)).toMatchObject({ author: 'Maria', text: choice });
    for (const side of [customer, agent]) {
      const question = side.present.filter({ hasText: title });
      await question.locator('.choice-taken', { hasText: choice }).waitFor();
      expect(await question.locator('.choice-taken').count()).toBe(1);
    }
    expect(await customer.present.getByRole('button').count()).toBe(0);
  });

  it('offer times, and show the one that was chosen as people write it', async () => {
    const { customer, agent } = demo.chat;
    await agent.button('Times').click();
    const first = customer.present.filter({ hasText: 'When shall we come?' }).getByRole('button');
    const time = (await first.first().textContent()) ?? '';

    await first.first().click();

    const question = agent.present.filter({ hasText: 'When shall we come?' });
    await question.locator('.choice-taken').waitFor();
    expect((await agent.messages()).at(-1)).toMatchObject({ author: 'Maria', text: time });
  });

  it('wait no more once the customer writes something else', async () => {
    const { customer, agent } = demo.chat;
    await agent.button('List').click();
    await customer.present.getByRole('button', { name: 'A repair' }).waitFor();

    await customer.says('None of these');

    await agent.sees('None of these');
    expect(await customer.present.getByRole('button').count()).toBe(0);
    expect(await customer.root.locator('.choice-taken').count()).toBe(0);
  });

  it('have no barriers, in both themes', async () => {
    const { customer, agent, page } = demo.chat;
    for (const tool of ['Quick reply', 'List', 'Times']) await agent.button(tool).click();
    await customer.sees('When shall we come?');
    for (const colorScheme of THEMES) expect(await barriersIn(page, colorScheme)).toEqual([]);

    await customer.present.getByRole('button', { name: 'A repair' }).focus();
    await page.keyboard.press('Enter');

    await agent.sees('A repair');
    expect(await customer.log.evaluate((log) => log === document.activeElement)).toBe(true);
    for (const colorScheme of THEMES) expect(await barriersIn(page, colorScheme)).toEqual([]);
  });
});
