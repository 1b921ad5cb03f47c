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
    session.onMessage(({ data }) => {
      if (data.Content === 'at all') throw Object.assign(new Error('odd'), { stack: 42 });
    });
    session.onMessage(({ data }) => told.push(data.Content));
    agent.say('not JSON');
    agent.say('at all');
    await pass(50);
    expect(told).toEqual(['not JSON', 'not JSON', 'at all', 'at all']);
    expect(names(heard)).toEqual(['onMessage', 'onMessage']);
    expect(errors).toHaveLength(3);
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

describe('several sessions of one participant', () => {
  const eightSessions = async () => {
    const page = virtualPage();
    const contact = page.emulator.startChat();
    const agent = contact.join();
    const create = () =>
      page.ChatSession.create({ chatDetails: { ...contact.details }, type: 'CUSTOMER' });
    const sessions = Array.from({ length: 8 }, create);
    const heard = sessions.map((session) => {
      const told: unknown[] = [];
      session.onConnectionEstablished(() => told.push('established'));
      session.onConnectionLost(() => told.push('lost'));
      session.onMessage(({ data }) => told.push(data.Content));
      return told;
    });
    const count = (name: 'CreateParticipantConnection' | 'GetTranscript') =>
      page.emulator.requests.count(name);
    return { ...page, contact, agent, create, sessions, heard, count };
  };

  it('share one connection, and each is told of what happens', async () => {
    const { pass, emulator, agent, sessions, heard, count } = await eightSessions();
    const connected = sessions.map((session, metadata) => session.connect({ metadata }));
    await pass(200);
    const results = await Promise.all(connected);
    expect(results.map(({ metadata }) => metadata)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 });
    expect(count('CreateParticipantConnection')).toBe(1);
    const pagesBefore = count('GetTranscript');
    emulator.faults.cutSockets();
    await pass(5_000);
    agent.say('Hi');
    await pass(50);
    expect(heard).toEqual(sessions.map(() => ['established', 'lost', 'established', 'Hi']));
    expect(count('CreateParticipantConnection')).toBe(2);
    expect(count('GetTranscript')).toBe(pagesBefore + 1);
    const sent = sessions[7]!.sendMessage({ message: 'mine', contentType: 'text/plain' });
    await pass(50);
    await expect(sent).resolves.toMatchObject({ data: {} });
    expect(heard.map((told) => told.at(-1))).toEqual(sessions.map(() => 'mine'));
  });

  it('are each established when they connect, also after the first', async () => {
    const { pass, sessions, heard, agent, create } = await eightSessions();
    void sessions[0]!.connect();
    await pass(200);
    agent.say('before');
    const late = create();
    late.onMessage(({ data }) => heard[1]!.push(data.Content));
    const refused = expect(
      sessions[1]!.sendMessage({ message: 'x', contentType: 'text/plain' }),
    ).rejects.toMatchObject({ message: 'Failed to call sendMessage, No active connection' });
    await pass(50);
    await refused;
    expect(sessions[1]!.getChatDetails().connectionDetails).toBeUndefined();
    expect(sessions[1]!.controller.getConnectionStatus()).toBe('NeverEstablished');
    expect(heard.slice(0, 2)).toEqual([['established', 'before'], []]);
    await sessions[1]!.connect();
    agent.say('after');
    await pass(50);
    expect(heard.slice(0, 2)).toEqual([
      ['established', 'before', 'after'],
      ['established', 'after'],
    ]);
    expect(sessions[1]!.controller.getConnectionStatus()).toBe('Established');
  });

  it('go back in the transcript each for itself', async () => {
    const { pass, sessions, agent } = await eightSessions();
    for (let i = 0; i < 150; i++) {
      agent.say(`m${i}`);
      await pass(10);
    }
    const [one, other] = [sessions[0]!, sessions[1]!];
    const updates: { token: unknown; first: unknown }[] = [];
    one.onTranscriptUpdated(({ data }) => {
      const { previousTranscriptNextToken: token, transcript } = data;
      updates.push({ token, first: transcript[0]?.Id });
    });
    for (const session of [one, other]) void session.connect();
    await pass(500);
    const before = updates.at(-1);
    expect(before?.token).toMatch(/./);

    let nextToken: string | null | undefined;
    do {
      const read = other.getTranscript({ maxResults: 20, ...(nextToken && { nextToken }) });
      await pass(200);
      ({ NextToken: nextToken } = (await read).data);
    } while (nextToken);
    agent.say('after');
    await pass(500);
    expect(updates.at(-1)).toEqual(before);
  });

  it('close it with the last, by cleanUp() or reset()', async () => {
    const { pass, emulator, sessions, agent, heard, pendingTimers } = await eightSessions();
    for (const session of sessions) void session.connect();
    await pass(200);
    for (const session of sessions.slice(1)) session.cleanUp();
    for (const session of sessions.slice(1)) session.cleanUp();
    await pass(50);
    expect(emulator.sockets().open).toBe(1);
    agent.say('Hi');
    await pass(50);
    expect(heard[0]).toEqual(['established', 'Hi']);
    expect(heard[1]).toEqual(['established']);
    await expect(sessions[1]!.connect()).rejects.toMatchObject({ connectSuccess: false });
    void sessions[0]!.reset();
    await pass(50);
    expect(emulator.sockets().open).toBe(0);
    expect(pendingTimers()).toBe(0);
    const again = sessions[0]!.connect();
    await pass(200);
    await expect(again).resolves.toMatchObject({ connectSuccess: true });
    expect(emulator.sockets().open).toBe(1);
  });

  it('end together, and a session made after that has a chat of its own', async () => {
    const { pass, contact, sessions, create } = await eightSessions();
    const ended: number[] = [];
    sessions.forEach((session, index) => session.onEnded(() => ended.push(index)));
    for (const session of sessions) void session.connect();
    await pass(200);
    contact.end();
    await pass(1_000);
    expect(ended).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(create().chat).not.toBe(sessions[0]!.chat);
  });

  it('have connections of their own if their details or their regions differ', async () => {
    const { pass, emulator, sessions, ChatSession, contact } = await eightSessions();
    const create = (chatDetails: object, region: string) =>
      ChatSession.create({ chatDetails, type: 'CUSTOMER', options: { region } });
    const others = [
      create(emulator.startChat().details, 'us-west-2'),
      create(contact.details, 'eu-west-2'),
    ];
    for (const session of [sessions[0]!, ...others]) void session.connect();
    await pass(200);
    expect(emulator.sockets().open).toBe(3);
  });
});
