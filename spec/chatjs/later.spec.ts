import { connectedSession, virtualPage } from './support/virtualSession.js';

const EVENT = 'application/vnd.amazonaws.connect.event.';
const READ = `${EVENT}message.read`;
const DELIVERED = `${EVENT}message.delivered`;
const content = (messageId?: string) => JSON.stringify({ messageId });

// What came to amazon-connect-chatjs after 5.0.0, and what amazon-connect-streams looks for.
describe('sendMessageReceipt', () => {
  it('sends at once, though receipts are off and one has just gone; messageId counts most', async () => {
    const { ChatSession, pass, session, agent, events } = await connectedSession();
    ChatSession.setGlobalConfig({
      features: { messageReceipts: { shouldSendMessageReceipts: false } },
    });
    const [first, second] = [agent.say('one'), agent.say('two')];
    await pass(50);
    const message = { Id: first.Id };
    const read = session.sendMessageReceipt({ event: 'read', message, metadata: 'mine' });
    const args = { event: 'delivered', messageId: second.Id } as const;
    const delivered = session.sendMessageReceipt({ ...args, message, clientToken: 'token' });
    const again = session.sendMessageReceipt(args);
    await pass(50);
    await expect(read).resolves.toMatchObject({
      data: { Id: expect.any(String) as string },
      metadata: 'mine',
    });
    await Promise.all([delivered, again]);
    expect(events).toMatchObject([
      { ContentType: READ, Content: content(first.Id) },
      { ContentType: DELIVERED, Content: content(second.Id), ClientToken: 'token' },
      { ContentType: DELIVERED, Content: content(second.Id) },
    ]);
  });
});

describe('receipts by sendEvent', () => {
  const off = { features: { messageReceipts: { shouldSendMessageReceipts: false } } };

  it('are refused while they are off, whatever they ask for, and sent once they are on', async () => {
    const { ChatSession, pass, session, agent, events } = await connectedSession();
    const { Id: messageId } = agent.say('one');
    await pass(50);
    ChatSession.setGlobalConfig(off);
    const args = { contentType: READ, content: { messageId, disableThrottle: true } } as const;
    await expect(session.sendEvent(args)).rejects.toEqual({
      errorMessage: 'Ignoring messageReceipt: false',
      data: { ...args, metadata: undefined },
    });
    ChatSession.setGlobalConfig({ features: { messageReceipts: {} } });
    const sent = session.sendEvent(args);
    await pass(50);
    await sent;
    await expect(session.sendEvent(args)).resolves.toMatchObject({
      message: 'Event already fired',
    });
    expect(events).toMatchObject([{ Content: JSON.stringify(args.content) }]);
  });

  it('stay as they were set over calls that do not speak of them', async () => {
    const { ChatSession, session } = await connectedSession();
    ChatSession.setGlobalConfig(off);
    ChatSession.setGlobalConfig({ region: 'eu-west-2', features: undefined });
    ChatSession.setGlobalConfig({ features: { messageReceipts: null } });
    const content = { messageId: 'id' };
    await expect(session.sendEvent({ contentType: READ, content })).rejects.toMatchObject({
      errorMessage: 'Ignoring messageReceipt: false',
    });
    ChatSession.setFeatureFlag('MESSAGE_RECEIPTS_ENABLED');
    await expect(session.sendEvent({ contentType: READ })).rejects.toMatchObject({
      errorMessage: 'Ignoring messageReceipt: missing messageId',
    });
  });

  it('go throttleTime apart, and of those in between the newest goes', async () => {
    const page = virtualPage();
    const contact = page.emulator.startChat();
    const agent = contact.join();
    page.ChatSession.setGlobalConfig({ throttleTime: 2_000 });
    page.ChatSession.setGlobalConfig({ region: 'eu-west-2' });
    const session = page.ChatSession.create({ chatDetails: contact.details, type: 'CUSTOMER' });
    void session.connect();
    await page.pass(200);
    const [first, second, third] = [agent.say('a').Id, agent.say('b').Id, agent.say('c').Id];
    await page.pass(50);
    const read = (messageId?: string) =>
      session.sendEvent({ contentType: READ, content: { messageId } });
    const sent = [read(first)];
    await page.pass(100);
    sent.push(read(second), read(third));
    await page.pass(1_800);
    expect(page.events.map(({ Content }) => Content)).toEqual([content(first)]);
    await page.pass(300);
    await Promise.all(sent);
    expect(page.events.map(({ Content }) => Content)).toEqual([content(first), content(third)]);
  });
});

describe('what the service does not take', () => {
  it.each([
    [
      'a message of too many bytes',
      'text/plain',
      'あ'.repeat(6_000),
      /16384 bytes of UTF-8, got 18000 bytes$/,
    ],
    [
      'an interactive message',
      'application/vnd.amazonaws.connect.message.interactive',
      '{}',
      /contentType must be one of text/,
    ],
    ['a table', 'text/csv', 'a,b', /contentType must be one of text/],
  ] as const)('is rejected before a request: %s', async (_what, contentType, message, because) => {
    const { emulator, session } = await connectedSession();
    await expect(session.sendMessage({ contentType, message, metadata: 1 })).rejects.toMatchObject({
      type: 'IllegalArgument',
      message: expect.stringMatching(because) as string,
      metadata: 1,
    });
    expect(emulator.requests.count('SendMessage')).toBe(0);
  });

  it('is rejected before a request: an event that only the service sends', async () => {
    const { emulator, session } = await connectedSession();
    const contentType = `${EVENT}participant.joined`;
    await expect(session.sendEvent({ contentType })).rejects.toMatchObject({
      type: 'IllegalArgument',
    });
    expect(emulator.requests.count('SendEvent')).toBe(0);
  });
});

describe('reset', () => {
  it('leaves the contact as it is; connect() goes on with it, and no handler is left', async () => {
    const { pass, session, agent, heard, emulator, contact } = await connectedSession();
    void session.reset();
    await pass(100);
    expect(emulator.sockets().open).toBe(0);
    expect(contact.transcript.map(({ ContentType }) => ContentType)).not.toContain(
      `${EVENT}chat.ended`,
    );
    expect(session.getChatDetails().connectionDetails).toBeUndefined();
    const told: unknown[] = [];
    session.onMessage(({ data }) => told.push(data.Content));
    const connected = session.connect();
    await pass(200);
    await expect(connected).resolves.toMatchObject({ connectSuccess: true });
    agent.say('again');
    const sent = session.sendMessage({ message: 'mine', contentType: 'text/plain' });
    await pass(100);
    await sent;
    expect(told).toEqual(expect.arrayContaining(['again', 'mine']));
    expect(heard).toEqual([]);
  });

  it('answers a Promise, and receipts that are pending resolve', async () => {
    const { pass, session, agent } = await connectedSession();
    const ids = [agent.say('one').Id, agent.say('two').Id];
    await pass(50);
    const pending = ids.map((messageId) =>
      session.sendEvent({ contentType: READ, content: { messageId }, metadata: messageId }),
    );
    const settled = Promise.allSettled(pending);
    const reset: unknown = session.reset();
    expect(reset).toBeInstanceOf(Promise);
    await expect(reset).resolves.toBeUndefined();
    await pass(100);
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('is safe before connect(), and while it is under way', async () => {
    const page = virtualPage();
    const { details } = page.emulator.startChat();
    const session = page.ChatSession.create({ chatDetails: details, type: 'CUSTOMER' });
    void session.reset();
    const left = session.connect();
    void session.reset();
    const connected = session.connect();
    await expect(left).rejects.toMatchObject({ connectSuccess: false, connectCalled: true });
    await page.pass(200);
    await expect(connected).resolves.toMatchObject({ connectSuccess: true });
    expect(page.emulator.sockets().open).toBe(1);
  });
});

describe('cleanUp', () => {
  it('lets everything go: the socket, the handlers, the timers; not the contact', async () => {
    const { pass, session, agent, heard, emulator, contact, pendingTimers } =
      await connectedSession();
    session.cleanUp();
    agent.say('unheard');
    await pass(100);
    expect(heard).toEqual([]);
    expect(emulator.sockets().open).toBe(0);
    expect(pendingTimers()).toBe(0);
    expect(contact.transcript.at(-1)).toMatchObject({ Content: 'unheard' });
    session.cleanUp();
    await expect(session.connect()).rejects.toMatchObject({ connectSuccess: false });
  });
});
