import type { WebSocketManager } from '../../lib/lite.js';
import { connectedSession, virtualPage } from './support/virtualSession.js';

const EVENTS = [
  'onMessage',
  'onConnectionEstablished',
  'onConnectionLost',
  'onConnectionBroken',
] as const;

// What amazon-connect-chatjs does without its websocket: calls go by HTTP at once, and events tell.
describe('a session whose websocket is blocked', () => {
  it('resolves connect(), sends by HTTP, and is told what is polled', async () => {
    const page = virtualPage();
    const contact = page.emulator.startChat();
    const agent = contact.join();
    page.emulator.faults.refuseSockets();
    const session = page.ChatSession.create({ chatDetails: contact.details, type: 'CUSTOMER' });
    const heard: [name: string, event: object][] = [];
    for (const name of EVENTS) session[name]((event) => heard.push([name, event]));
    const connected = session.connect({ metadata: 'mine' });
    await page.pass(50);
    await expect(connected).resolves.toMatchObject({ connectSuccess: true, metadata: 'mine' });
    await page.pass(20_000);
    const sent = session.sendMessage({ message: 'Hi', contentType: 'text/plain' });
    await page.pass(50);
    await expect(sent).resolves.toMatchObject({ data: { Id: contact.transcript.at(-1)?.Id } });
    expect(heard.slice(0, 2)).toMatchObject([
      [
        'onConnectionEstablished',
        { connectSuccess: true, connectCalled: true, metadata: 'mine', data: {}, chatDetails: {} },
      ],
      ['onConnectionLost', { data: {} }],
    ]);
    expect(session.controller.getConnectionStatus()).toBe('Broken');
    agent.say('Hello');
    await page.pass(15_000);
    const told = heard.slice(2).map(([name, event]) => [name, event]);
    expect(told).toMatchObject([
      ['onMessage', { data: { Content: 'Hi' } }],
      ['onMessage', { data: { Content: 'Hello', ParticipantRole: 'AGENT' } }],
    ]);
    session.cleanUp();
    expect(page.pendingTimers()).toBe(0);
  });

  it('is established again once the websocket opens', async () => {
    const { pass, emulator, agent, heard } = await connectedSession();
    const back = emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    await pass(30_000);
    agent.say('polled');
    await pass(15_000);
    back();
    await pass(120_000);
    expect(heard.map(([name]) => name)).toEqual([
      'onConnectionLost',
      'onMessage',
      'onConnectionEstablished',
    ]);
  });
});

describe("an agent's session whose websocket manager has ended", () => {
  it('is told that the connection is broken, and still sends by HTTP', async () => {
    const page = virtualPage();
    const contact = page.emulator.startChat();
    const bob = contact.join({ agentId: 'bob' });
    let end = () => {};
    const manager: WebSocketManager = {
      subscribeTopics: () => undefined,
      onMessage: () => undefined,
      onInitFailure: (callback: () => void) => {
        end = callback;
      },
    };
    const session = page.ChatSession.create({
      chatDetails: {
        ...bob.details,
        getConnectionToken: () => Promise.resolve(bob.connectionToken()),
      },
      type: 'AGENT',
      websocketManager: manager,
    });
    const heard: string[] = [];
    for (const name of EVENTS) session[name](() => heard.push(name));
    const connected = session.connect();
    await page.pass(200);
    await connected;
    end();
    await page.pass(5_000);
    expect(heard).toEqual(['onConnectionEstablished', 'onConnectionBroken']);
    const sent = session.sendMessage({ message: 'still here', contentType: 'text/plain' });
    await page.pass(50);
    await expect(sent).resolves.toMatchObject({ data: {} });
    expect(contact.transcript.at(-1)).toMatchObject({ Content: 'still here' });
  });
});
