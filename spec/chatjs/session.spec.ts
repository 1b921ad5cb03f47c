import { connectedSession, virtualPage } from './support/virtualSession.js';

const names = (heard: readonly (readonly [string, unknown])[]) => heard.map(([name]) => name);
const TYPING = 'application/vnd.amazonaws.connect.event.typing';

describe('a session of the drop-in', () => {
  it('resolves connect() with what was given along, and tells once that it is established', async () => {
    const page = virtualPage();
    const session = page.ChatSession.create({
      chatDetails: page.emulator.startChat().startChatContact,
      type: 'CUSTOMER',
    });
    const established: unknown[] = [];
    session.onConnectionEstablished((event) => established.push(event));
    const connected = session.connect({ metadata: 'mine' });
    await page.pass(200);
    await expect(connected).resolves.toMatchObject({ connectSuccess: true, metadata: 'mine' });
    expect(established).toHaveLength(1);
    expect(session.getChatDetails().connectionDetails).toMatchObject({
      transportLifeTimeInSeconds: 3_540,
    });
    session.cleanUp();
    await page.pass(10);
    expect(page.pendingTimers()).toBe(0);
  });

  it("answers with the service's own answer and the caller's metadata", async () => {
    const { pass, session, heard, contact } = await connectedSession();
    const sent = session.sendMessage({
      message: 'Hi',
      contentType: 'text/plain',
      metadata: { mine: 1 },
    });
    await pass(50);
    const item = contact.transcript.at(-1);
    await expect(sent).resolves.toMatchObject({
      data: { Id: item?.Id, AbsoluteTime: item?.AbsoluteTime },
      metadata: { mine: 1 },
    });
    expect(heard).toMatchObject([['onMessage', { data: { Id: item?.Id, Content: 'Hi' } }]]);
  });

  it('tells of typing, receipts, a loss and what was missed meanwhile', async () => {
    const { pass, agent, emulator, heard, session } = await connectedSession();
    agent.type();
    const sent = session.sendMessage({ message: 'Hi', contentType: 'text/plain' });
    await pass(50);
    const { data } = await sent;
    agent.deliver(data.Id);
    agent.read(data.Id);
    await pass(50);
    const back = emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    agent.say('missed');
    await pass(300); // the second attempt is not yet refused, so that nothing is polled
    back();
    await pass(5_000);
    expect(names(heard)).toEqual([
      'onTyping',
      'onMessage',
      'onDeliveredReceipt',
      'onReadReceipt',
      'onConnectionLost',
      'onConnectionEstablished',
      'onMessage',
    ]);
    expect(heard.at(-1)?.[1]).toMatchObject({ data: { Content: 'missed' } });
  });

  it('shares one typing event among all calls within 10 s', async () => {
    const { pass, session, emulator } = await connectedSession();
    const first = session.sendEvent({ contentType: TYPING, metadata: 1 });
    await pass(50);
    const second = session.sendEvent({ contentType: TYPING, metadata: 2 });
    await pass(50);
    expect(emulator.requests.count('SendEvent')).toBe(1);
    expect((await second).data).toEqual((await first).data);
    expect(await second).toMatchObject({ metadata: 2 });
  });

  it('ends with the item, then onEnded, then nothing more', async () => {
    const { pass, session, contact, heard } = await connectedSession();
    contact.end();
    await pass(1_000);
    expect(names(heard)).toEqual(['onMessage', 'onEnded']);
    expect(heard[1]?.[1]).toMatchObject({ data: null });
    await expect(
      session.sendMessage({ message: 'x', contentType: 'text/plain' }),
    ).rejects.toMatchObject({ message: 'Failed to call sendMessage, No active connection' });
    await expect(session.connect()).rejects.toMatchObject({ connectSuccess: false });
    const contentType = 'application/vnd.amazonaws.connect.event.message.read';
    await expect(
      session.sendEvent({ contentType, content: { messageId: 'id' } }),
    ).resolves.toMatchObject({ message: 'Event already fired' });
  });
});

describe('a handler that throws', () => {
  it('is logged with the name of its event, and the other handlers are called', async () => {
    const errors: string[] = [];
    const nothing = () => {};
    const { ChatSession, pass, session, agent, heard } = await connectedSession();
    ChatSession.setGlobalConfig({
      loggerConfig: {
        customizedLogger: {
          debug: nothing,
          info: nothing,
          warn: nothing,
          error: (line: string) => errors.push(line),
        },
      },
    });
    const told: unknown[] = [];
    session.onMessage(({ data }) => JSON.parse(data.Content ?? ''));
    session.onMessage(({ data }) => told.push(data.Content));
    agent.say('not JSON');
    agent.say('at all');
    await pass(50);
    expect(told).toEqual(['not JSON', 'at all']);
    expect(names(heard)).toEqual(['onMessage', 'onMessage']);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatch(/a handler of onMessage .*SyntaxError.*session\.spec/);
    expect(errors.join()).not.toMatch('not JSON');
  });
});

describe('session.controller.subscribe', () => {
  it('takes a handler by the name of its event, and answers nothing', async () => {
    const { pass, session, agent } = await connectedSession();
    const told: unknown[][] = [];
    const handler = (...args: unknown[]) => told.push(args);
    expect(session.controller.subscribe('INCOMING_MESSAGE', handler)).toBeUndefined();
    session.controller.subscribe('INCOMING_TYPING', handler);
    session.controller.subscribe('something else', handler);
    agent.say('Hi');
    agent.type();
    await pass(50);
    expect(told).toMatchObject([
      [{ data: { Content: 'Hi' }, chatDetails: {} }, 'INCOMING_MESSAGE'],
      [{ data: { ContentType: TYPING } }, 'INCOMING_TYPING'],
    ]);
  });

  it('follows the transcript as onTranscriptUpdated does', async () => {
    const { pass, session, agent } = await connectedSession();
    const told: unknown[] = [];
    session.controller.subscribe('TRANSCRIPT_UPDATED', (event) => told.push(event));
    agent.say('Hi');
    await pass(100);
    expect(told.at(-1)).toMatchObject({ data: { transcript: expect.any(Array) as unknown } });
  });

  it.each([
    [undefined, () => {}, /eventName/],
    ['INCOMING_MESSAGE', 'no function', /callback/],
  ])('refuses %p with %p', async (eventName, callback, because) => {
    const { session } = await connectedSession();
    expect(() => {
      session.controller.subscribe(eventName as never, callback as never);
    }).toThrow(because);
  });
});

describe('items of onTranscriptUpdated', () => {
  it('have their fields once more as JSON in serializedContent, whether they came live, were sent or were read', async () => {
    const { pass, session, agent, contact } = await connectedSession();
    const before = contact.transcript.length;
    type Row = { readonly Id: string; readonly serializedContent?: string };
    let rows: readonly Row[] = [];
    session.onTranscriptUpdated(({ data }) => {
      rows = data.transcript;
    });
    agent.say('Hi');
    const sent = session.sendMessage({ message: 'mine', contentType: 'text/plain' });
    const read = session.getTranscript({ maxResults: 100 });
    await pass(200);
    await Promise.all([sent, read]);
    expect(rows.length).toBeGreaterThanOrEqual(before + 2);
    for (const { serializedContent, ...row } of rows) {
      expect(JSON.parse(serializedContent ?? '')).toEqual(row);
    }
  });
});
