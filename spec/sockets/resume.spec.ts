import { firstValueFrom, Subject } from 'rxjs';
import { createChat } from '../../lib/index.js';
import {
  type ChatDetails,
  createChat as createLiteChat,
  isMessage,
  memoryStorage,
  type PageHide,
  storedChat,
} from '../../lib/lite.js';
import { eventually } from '../emulator/support/eventually.js';
import { connected, first, record, withChat } from './support/realChat.js';

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('%s over real sockets', (_, create$) => {
  const it$ = (name: string, test: Parameters<typeof withChat>[1]) => {
    it(name, withChat(create$, test), 20_000);
  };

  it$('comes back after a reload, with all that was missed and sent', async (real) => {
    const { agent, contact, create, emulator } = real;
    const storage = memoryStorage();
    const options = { storage, storageOptions: { keepTokens: true } };
    const before = await connected(create(options));
    agent.say('one');
    await first(before.transcript$, ({ items }) => items.some(({ content }) => content === 'one'));
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    before.sendMessage('two').subscribe({ error: () => undefined });
    await eventually(() => {
      expect(contact.transcript.at(-1)?.Content).toBe('two');
    });
    before.close();
    agent.say('three');

    const chatDetails = (await firstValueFrom(storedChat(storage))) as ChatDetails;
    const after = create({ ...options, chatDetails });
    const messages = record(after.messages$);
    await connected(after);
    agent.say('four');
    const { items } = await first(
      after.transcript$,
      (transcript) =>
        transcript.at(-1)?.content === 'four' &&
        transcript.items.every(({ status }) => status !== 'sending'),
    );
    expect(items.filter(isMessage).map(({ content }) => content)).toEqual([
      ...['one', 'two', 'three', 'four'],
    ]);
    const told = (await messages.first(2)).map(({ content }) => content);
    expect(told).not.toContain('one');
    expect(contact.transcript.filter(({ Content }) => Content === 'two')).toHaveLength(1);
  });

  it$('says that the chat ended before the reload', async ({ contact, create }) => {
    const storage = memoryStorage();
    const before = await connected(create({ storage }));
    contact.end();
    await firstValueFrom(before.ended$);
    const after = create({ storage });
    after.connect().subscribe();
    expect((await firstValueFrom(after.ended$)).reason).toBe('ended');
    expect(storage.getItem('rx-connect-chat')).toBeUndefined();
  });

  it$('sends a failed message again, and events', async ({ agent, contact, create, emulator }) => {
    const chat = await connected(create());
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const failure = firstValueFrom(chat.sendMessage('Hi'));
    await expect(failure).rejects.toMatchObject({ code: 'Validation' });
    const { items } = await first(chat.transcript$, (all) => all.at(-1)?.status === 'failed');
    const sent = await firstValueFrom(chat.resend(items.at(-1)?.id ?? ''));
    expect(contact.transcript.at(-1)).toMatchObject({ Id: sent.id, Content: 'Hi' });

    const { Id: messageId = '' } = agent.say('Hello');
    await firstValueFrom(
      chat.sendEvent({
        contentType: 'application/vnd.amazonaws.connect.event.message.read',
        content: { messageId },
      }),
    );
    expect(emulator.requests.count('SendEvent')).toBe(1);
  });

  it$('leaves with its page', async ({ contact, create }) => {
    const pageHide$ = new Subject<PageHide>();
    const chat = await connected(create({ disconnectOnPageHide: true, pageHide$ }));
    pageHide$.next({ persisted: false });
    chat.close(); // the request outlives it
    await eventually(() => {
      expect(contact.ended).toBe(true);
    });
  });
});
