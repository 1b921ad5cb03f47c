import { inspect } from 'node:util';
import { filter, firstValueFrom, Subject } from 'rxjs';
import { createChat } from '../../lib/index.js';
import { createChat as createLiteChat } from '../../lib/lite.js';
import { eventType, isMessage } from '../../lib/lite.js';
import { eventually } from '../emulator/support/eventually.js';
import { connected, first, record, withChat } from './support/realChat.js';

const texts = (items: readonly { readonly content: string }[]) =>
  items.map(({ content }) => content);

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('%s over real sockets', (_, create$) => {
  const it$ = (name: string, test: Parameters<typeof withChat>[1]) => {
    it(name, withChat(create$, test), 20_000);
  };

  it$('connects and has the history', async ({ agent, create }) => {
    agent.say('Hello');
    agent.say('How can I help?');
    const chat = await connected(create());
    const { items } = await first(chat.transcript$, ({ size }) => size >= 4);
    expect(texts(items.filter(isMessage))).toEqual(['Hello', 'How can I help?']);
    const here = await first(chat.participants$, ({ length }) => length === 2);
    expect(here.map(({ displayName }) => displayName)).toEqual(['Bea', 'Ann']);
  });

  it$('carries messages both ways, each once and in order', async ({ agent, create, emulator }) => {
    emulator.faults.doubleFrames();
    const customer = await connected(create());
    const agentChat = await connected(create({ type: 'AGENT', chatDetails: agent.details }));
    const recordings = [record(customer.messages$), record(agentChat.messages$)];
    const [hi, hello] = [customer.sendMessage('Hi'), agentChat.sendMessage('Hello')];
    const first = await firstValueFrom(hi);
    const second = await firstValueFrom(hello);
    await firstValueFrom(customer.sendMessage('My order is late'));
    for (const recording of recordings) {
      const messages = await recording.first(3);
      expect(texts(messages)).toEqual(['Hi', 'Hello', 'My order is late']);
      expect(messages.slice(0, 2).map(({ id }) => id)).toEqual([first.id, second.id]);
    }
  });

  it$('shows on the one side that the other is typing', async ({ agent, create }) => {
    const customer = await connected(create());
    const agentChat = await connected(create({ type: 'AGENT', chatDetails: agent.details }));
    const typing = record(agentChat.typing$);
    await firstValueFrom(customer.sendTyping());
    const ann = { displayName: 'Ann', role: 'CUSTOMER' };
    expect(await typing.first(2)).toMatchObject([[], [ann]]);
    await firstValueFrom(customer.sendMessage('Hi'));
    expect(await typing.first(3)).toMatchObject([[], [ann], []]);
  });

  it$('brings what was missed while it was cut, in order', async (real) => {
    const { agent, contact, create, emulator } = real;
    const chat = await connected(create());
    const states = record(chat.connectionState$);
    const messages = record(chat.messages$);
    agent.say('one');
    await messages.first(1);
    const back = emulator.faults.offline({ contactId: contact.contactId });
    for (let i = 2; i <= 150; i++) agent.say(`${i}`);
    await first(chat.connectionState$, ({ status }) => status === 'reconnecting');
    const sent = firstValueFrom(chat.sendMessage('waits'));
    back();
    await first(chat.connectionState$, ({ status }) => status === 'connected');
    await sent;
    const said = texts(await messages.first(151));
    expect(said).toEqual([
      'one',
      ...Array.from({ length: 149 }, (_each, i) => `${i + 2}`),
      'waits',
    ]);
    const statuses = (await states.first(3)).map(({ status }) => status);
    expect(statuses[0]).toBe('connected');
    expect(statuses[1]).toBe('reconnecting');
  });

  it$('tries again with a new URL where its socket is refused', async ({ create, emulator }) => {
    emulator.faults.refuseSockets({ times: 2 });
    await connected(create({ polling: false }));
    expect(emulator.requests.count('OpenSocket')).toBe(3);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(3);
  });

  it$('notices a socket that fell silent when it is asked to look', async (real) => {
    const { agent, create, emulator } = real;
    const resume$ = new Subject<void>();
    const chat = await connected(create({ resume$ }));
    const messages = record(chat.messages$);
    const speak = emulator.faults.silence();
    agent.say('into the void');
    resume$.next();
    const lost = await first(chat.connectionState$, ({ status }) => status === 'reconnecting');
    expect(lost).toMatchObject({ reason: { code: 'Network' } });
    speak();
    expect(texts(await messages.first(1))).toEqual(['into the void']);
  });

  it$('puts up with garbage', async ({ agent, create, emulator }) => {
    const chat = await connected(create());
    const bad = record(chat.metrics$.pipe(filter(({ type }) => type === 'bad-frame')));
    const messages = record(chat.messages$);
    const garbage = ['', '{', 'null', '[]', '{"topic":"aws/chat"}', 'x'.repeat(1_048_576)];
    for (const frame of garbage) emulator.faults.sendRaw(frame);
    agent.say('good');
    expect(texts(await messages.first(1))).toEqual(['good']);
    expect(await bad.first(garbage.length)).toMatchObject(
      garbage.map(({ length }) => ({ length })),
    );
    expect(emulator.requests.count('OpenSocket')).toBe(1);
  });

  it$('sends a message once where the answer is lost', async ({ contact, create, emulator }) => {
    const chat = await connected(create());
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    const sent = await firstValueFrom(chat.sendMessage('Hi'));
    expect(emulator.requests.count('SendMessage')).toBe(2);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toMatchObject([
      { Id: sent.id },
    ]);
  });

  it$('waits for as long as the service asks', async ({ create, emulator }) => {
    const chat = await connected(create());
    const throttled = { error: 'ThrottlingException', retryAfterSeconds: 1, times: 1 };
    emulator.faults.failOperation('SendMessage', throttled);
    await firstValueFrom(chat.sendMessage('Hi'));
    const calls = emulator.requests.entries.filter(({ operation }) => operation === 'SendMessage');
    expect(calls.map(({ status }) => status)).toEqual([429, 200]);
    expect((calls[1]?.time ?? 0) - (calls[0]?.time ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it$('says why a message is refused, and quotes nothing', async ({ create, emulator }) => {
    const chat = await connected(create());
    emulator.faults.failOperation('SendMessage', {
      error: 'ValidationException',
      message: 'Content is wrong: my secret',
    });
    const error: unknown = await firstValueFrom(chat.sendMessage('my secret')).catch(
      (refusal: unknown) => refusal,
    );
    expect(error).toMatchObject({ name: 'ChatError', code: 'Validation', statusCode: 400 });
    expect(error).toHaveProperty('requestId', expect.stringMatching(/./));
    expect(inspect(error, { depth: 10 })).not.toContain('my secret');
  });

  it$('is refused with a wrong token, which it does not repeat', async ({ contact, create }) => {
    const chat = create({ chatDetails: { ...contact.details, participantToken: 'wrong-token' } });
    const error: unknown = await firstValueFrom(chat.connect()).catch(
      (refusal: unknown) => refusal,
    );
    expect(error).toMatchObject({ name: 'ChatError', code: 'AccessDenied', statusCode: 403 });
    expect(inspect(error, { depth: 10 })).not.toContain('wrong-token');
    expect(await firstValueFrom(chat.connectionState$)).toEqual({ status: 'failed', error });
  });

  it$('keeps trying where nobody answers', async ({ create, emulator }) => {
    const back = emulator.faults.offline();
    const chat = create();
    const connection = record(chat.connect());
    await first(chat.connectionState$, (state) => 'attempt' in state && state.attempt === 3);
    back();
    expect(await connection.first(1)).toMatchObject([{ resumed: false }]);
  });

  it$('ends with the chat', async ({ agent, contact, create, emulator }) => {
    const chat = await connected(create());
    const [connection, messages] = [record(chat.connect()), record(chat.messages$)];
    agent.say('Good bye');
    contact.end();
    expect(texts(await messages.all())).toEqual(['Good bye']);
    expect(await firstValueFrom(chat.ended$)).toMatchObject({ reason: 'ended' });
    expect(await connection.all()).toHaveLength(1);
    const late = firstValueFrom(chat.sendMessage('Wait'));
    await expect(late).rejects.toMatchObject({ code: 'Ended' });
    expect(emulator.requests.count('SendMessage')).toBe(0);
  });

  it$('ends where the chat ended meanwhile, with a gap for what is refused', async (real) => {
    const { agent, contact, create, emulator } = real;
    const chat = await connected(create());
    const back = emulator.faults.offline({ contactId: contact.contactId });
    agent.say('Are you there?');
    contact.end();
    back();
    expect(await firstValueFrom(chat.ended$)).toMatchObject({ reason: 'expired' });
    expect((await firstValueFrom(chat.transcript$)).gaps).toHaveLength(1);
  });

  it$('ends after what was missed, where the transcript can still be had', async (real) => {
    const { agent, contact, create, emulator } = real;
    emulator.faults.shortenLifetimes({ transcriptAfterEnd: 60_000 });
    const chat = await connected(create());
    const messages = record(chat.messages$);
    const back = emulator.faults.offline({ contactId: contact.contactId });
    agent.say('Are you there?');
    contact.end();
    back();
    expect(texts(await messages.all())).toEqual(['Are you there?']);
    expect(await firstValueFrom(chat.ended$)).toMatchObject({ reason: 'ended' });
    const { items } = await firstValueFrom(chat.transcript$);
    expect(items.at(-1)?.contentType).toBe(eventType('chat.ended'));
  });

  it$('leaves, which ends the chat for all', async ({ agent, contact, create }) => {
    const customer = await connected(create());
    const agentChat = await connected(create({ type: 'AGENT', chatDetails: agent.details }));
    await firstValueFrom(customer.disconnect());
    for (const chat of [customer, agentChat]) {
      expect(await firstValueFrom(chat.ended$)).toMatchObject({ reason: 'ended' });
    }
    expect(contact.ended).toBe(true);
  });

  it$('closes its socket and leaves the chat open', async ({ contact, create, emulator }) => {
    const chat = await connected(create());
    await connected(create());
    chat.close();
    await eventually(() => {
      expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 });
    });
    expect(contact.ended).toBe(false);
  });
});
