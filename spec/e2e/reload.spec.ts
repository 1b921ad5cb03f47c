import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(60_000);

const demo = useChatPage();

describe('a reload in mid-chat', () => {
  it('comes back to the same chat, with what was said and read', async () => {
    const { chat } = demo;
    const { customer, agent } = chat;
    await customer.says('Where is my bike?');
    await agent.says('On its way.');
    await agent.button('List').click();
    await customer.present.getByRole('button', { name: 'My order' }).click();
    await agent.attach({ name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('None.') });
    await customer.button('Download terms.txt').waitFor();
    await customer.input.focus();
    await agent.status('terms.txt', 'Read');
    const [seen, agentSeen] = [await customer.messages(), await agent.messages()];

    await chat.reload();

    await agent.button('Download terms.txt').waitFor();
    expect(await customer.messages()).toEqual(seen);
    expect(await agent.messages()).toEqual(agentSeen);
    await customer.unread(0);
    expect(await customer.present.getByRole('button', { name: 'My order' }).count()).toBe(0);
    await customer.says('Still here');
    await agent.sees('Still here');
  });

  it('brings what was not sent yet, once', async () => {
    const { chat } = demo;
    const { customer, agent } = chat;
    await customer.cut.click();
    await customer.connection('reconnecting');
    await customer.says('written without a connection');
    await customer.status('written without', 'Sending');
    await agent.says('said meanwhile');

    await chat.page.reload();
    await customer.sees('written without a connection');
    expect(await customer.cut.getAttribute('aria-checked')).toBe('true');
    expect(await customer.texts()).not.toContain('said meanwhile');
    await customer.cut.click();
    await customer.connection('connected');

    await agent.sees('written without a connection');
    await customer.sees('said meanwhile');
    await customer.status('written without', 'Delivered');
    for (const side of [customer, agent]) {
      const texts = await side.texts();
      expect(texts.filter((text) => text.startsWith('written'))).toHaveLength(1);
      expect(texts.filter((text) => text.startsWith('said'))).toHaveLength(1);
    }
  });

  it('comes back in the middle of a streamed answer', async () => {
    const { chat } = demo;
    const { customer, agent } = chat;
    await agent.button('Assistant').click();
    await customer.root.locator('.message-partial').waitFor();

    await chat.reload();

    await customer.sees('you can wait for it at the workshop.');
    expect(await customer.messages()).toHaveLength(2);
  });

  it('shows that a chat was over, and a new one after that', async () => {
    const { chat } = demo;
    const { customer, agent } = chat;
    await customer.says('Goodbye');
    await agent.sees('Goodbye');
    await customer.button('End chat').click();
    await customer.connection('ended');

    await chat.page.reload();
    await customer.connection('ended');
    await customer.sees('Goodbye');
    await customer.button('Start a new chat').click();

    await chat.ready();
    expect(await customer.texts()).not.toContain('Goodbye');
  });
});

describe('a hand-over', () => {
  it('goes on with a colleague, and comes back with what was said', async () => {
    const { customer, agent } = demo.chat;
    await customer.says('Can I speak to the workshop?');
    await agent.sees('Can I speak');

    await agent.button('Hand over').click();
    await customer.root.getByText('Maria, with Robin').waitFor();
    await customer.sees('Robin here');
    expect((await customer.messages()).at(-1)).toMatchObject({ author: 'Robin' });
    await customer.root.getByText('Jordan left').waitFor();
    await agent.connection('ended');
    await customer.says('Nice to meet you, Robin.');

    await agent.button('Take it back').click();
    await customer.root.getByText('Maria, with Jordan').waitFor();
    await agent.connection('connected');
    await agent.sees('Nice to meet you');
    await agent.says('Here I am again.');
    await customer.sees('Here I am again.');

    await demo.chat.reload();
    await agent.says('Are you still there?');
    await customer.sees('Are you still there?');
  });
});
