import { firstValueFrom } from 'rxjs';
import { createChat } from '../../lib/index.js';
import {
  applyTranscriptDelta,
  type Chat,
  type ChatItem,
  createChat as createLiteChat,
  isMessage,
} from '../../lib/lite.js';
import { connected, first, withChat } from './support/realChat.js';

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_each, i) => `${from + i}`);

const said = (items: readonly ChatItem[]) => items.filter(isMessage).map(({ content }) => content);

/** All there is, page by page. */
async function whole(chat: Chat): Promise<readonly ChatItem[]> {
  for (;;) {
    const { hasOlder, items } = await firstValueFrom(chat.transcript$);
    if (!hasOlder) return items;
    await firstValueFrom(chat.loadOlder());
  }
}

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('the transcript of %s over real sockets', (_, create$) => {
  const it$ = (name: string, test: Parameters<typeof withChat>[1]) => {
    it(name, withChat(create$, test), 20_000);
  };

  it$('comes page by page, over a reconnect in between', async (real) => {
    const { agent, contact, create, emulator } = real;
    for (const text of numbers(1, 60)) agent.say(text);
    const chat = await connected(create({ history: 20 }));
    await first(chat.transcript$, ({ size }) => size === 20);
    const page = await firstValueFrom(chat.loadOlder());
    expect(page.size).toBe(40);
    emulator.faults.cutSockets();
    await first(chat.connectionState$, ({ status }) => status === 'reconnecting');
    agent.say('61');
    const items = await whole(chat);
    await first(chat.transcript$, ({ size }) => size === contact.transcript.length);
    expect(said(items).slice(0, 60)).toEqual(numbers(1, 60));
    const { items: all } = await firstValueFrom(chat.transcript$);
    expect(all.map(({ id }) => id)).toEqual(contact.transcript.map(({ Id }) => Id));
  });

  it$('goes back through three chats that go on from each other', async (real) => {
    const { create, emulator } = real;
    let continuedFrom: string | undefined;
    for (const name of ['a', 'b']) {
      const contact = emulator.startChat({ initialMessage: `${name}1`, continuedFrom });
      contact.customer.say(`${name}2`);
      contact.end();
      continuedFrom = contact.contactId;
    }
    const last = emulator.startChat({ initialMessage: 'c1', continuedFrom });
    const chat = await connected(create({ chatDetails: last.startChatContact, history: 3 }));
    await first(chat.transcript$, ({ size }) => size > 0);
    await firstValueFrom(chat.loadOlder());
    emulator.faults.cutSockets();
    await first(chat.connectionState$, ({ status }) => status === 'reconnecting');
    expect(said(await whole(chat)).sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
    await first(chat.connectionState$, ({ status }) => status === 'connected');
  });

  it$('can be read by hand, and what is wrong with a request is said', async (real) => {
    const { agent, contact, create } = real;
    for (const text of numbers(1, 5)) agent.say(text);
    const chat = await connected(create());
    const page = await firstValueFrom(
      chat.getTranscript({ maxResults: 2, sortOrder: 'ASCENDING', scanDirection: 'BACKWARD' }),
    );
    expect(page.items).toHaveLength(2);
    expect(page.initialContactId).toBe(contact.contactId);
    const { nextToken = '' } = page;
    const next = await firstValueFrom(chat.getTranscript({ maxResults: 100, nextToken }));
    expect(next.nextToken).toBeUndefined();
    await expect(
      firstValueFrom(chat.getTranscript({ startPosition: { id: 'nobody' } })),
    ).rejects.toMatchObject({ code: 'Validation', statusCode: 400 });
  });

  it$('keeps maxItems, and tells each change', async ({ agent, create }) => {
    const chat = await connected(create({ maxItems: 10 }));
    let items: readonly ChatItem[] = [];
    chat.transcriptChanges$.subscribe((delta) => {
      items = applyTranscriptDelta(items, delta);
    });
    for (const text of numbers(1, 50)) agent.say(text);
    await first(chat.transcript$, (transcript) => transcript.at(-1)?.content === '50');
    await firstValueFrom(chat.sendMessage('mine'));
    await first(chat.transcriptChanges$, ({ transcript }) => transcript.at(-1)?.status === 'sent');
    chat.close();
    expect(said(items)).toEqual([...numbers(42, 50), 'mine']);
  });
});
