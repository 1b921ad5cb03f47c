import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

describe('several chats in one page', () => {
  it('connect and close each for itself', () => {
    const { advance, chat, create, emulator } = connectedChat();
    const contact = emulator.startChat();
    const other = create({ chatDetails: contact.details });
    expect(watch(other.connectionState$).last).toEqual({ status: 'idle' });
    watch(other.connect());
    advance(100);
    expect(emulator.sockets().open).toBe(2);

    chat.close();
    advance(MINUTE);
    expect(watch(other.connectionState$).last?.status).toBe('connected');
    expect(emulator.sockets().open).toBe(1);
    expect(emulator.sockets({ contactId: contact.contactId }).open).toBe(1);
  });

  it('throttle typing each for itself', () => {
    const { advance, chat, create, emulator } = connectedChat();
    const contact = emulator.startChat();
    const other = create({ chatDetails: contact.details });
    watch(other.connect());
    advance(100);
    for (const each of [chat, other, chat, other]) watch(each.sendTyping());
    advance(1_000);
    expect(emulator.requests.count('SendEvent')).toBe(2);
    expect(emulator.requests.count('SendEvent', { contactId: contact.contactId })).toBe(1);
  });

  it('know items each for itself, the same ones too', () => {
    const { advance, agent, chat, create } = connectedChat();
    const agentChat = create({ chatDetails: agent.details, type: 'AGENT' });
    watch(agentChat.connect());
    advance(100);
    const [customerSees, agentSees] = [watch(chat.messages$), watch(agentChat.messages$)];
    watch(chat.sendMessage('Hi'));
    advance(100);
    watch(agentChat.sendMessage('Hello'));
    advance(1_000);
    expect(texts(customerSees.values)).toEqual(['Hi', 'Hello']);
    expect(agentSees.values.map(({ id }) => id)).toEqual(customerSees.values.map(({ id }) => id));
  });

  it('see only their own messages, typing and participants', () => {
    const { advance, agent, chat, create, emulator } = connectedChat();
    const contact = emulator.startChat({ displayName: 'Dora' });
    const other = create({ chatDetails: contact.details });
    watch(other.connect());
    advance(100);
    const views = [other.messages$, other.typing$, other.events$].map((view$) =>
      watch<unknown>(view$),
    );
    agent.type();
    agent.say('for the one');
    advance(1_000);
    expect(views.map(({ values }) => values)).toEqual([[], [[]], []]);
    expect(watch(other.participants$).last).toMatchObject([{ displayName: 'Dora' }]);
    expect(watch(chat.participants$).last).toHaveLength(2);
  });

  it('may be two for one participant: both see everything once', () => {
    const { advance, agent, chat, contact, create, emulator } = connectedChat();
    const twin = create({ chatDetails: contact.details, random: () => 0.25 });
    watch(twin.connect());
    advance(100);
    const [here, there] = [watch(chat.messages$), watch(twin.messages$)];
    watch(chat.sendMessage('from here'));
    advance(100);
    watch(twin.sendMessage('from there'));
    agent.say('Hello');
    advance(100);
    emulator.faults.cutSockets();
    advance(1_000);
    expect(texts(here.values)).toEqual(['from here', 'Hello', 'from there']);
    expect(there.values.map(({ id }) => id)).toEqual(here.values.map(({ id }) => id));
  });

  it('end each for itself', () => {
    const { advance, chat, contact, create, emulator } = connectedChat();
    const other = create({ chatDetails: emulator.startChat().details });
    watch(other.connect());
    advance(100);
    contact.end();
    advance(1_000);
    expect(watch(chat.ended$).last).toMatchObject({ reason: 'ended' });
    expect(watch(other.ended$)).toMatchObject({ values: [], ending: undefined });
    expect(watch(other.sendMessage('still here')).ending).toBeUndefined();
  });

  it('fail each for itself', () => {
    const { advance, chat, contact, create } = virtualChat();
    const wrong = create({ chatDetails: { ...contact.details, participantToken: 'wrong' } });
    const failed = watch(wrong.connect());
    const connected = watch(chat.connect());
    advance(1_000);
    expect(failed.ending).toBe('errored');
    expect(connected.values).toHaveLength(1);
  });
});
