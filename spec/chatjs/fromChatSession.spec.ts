import { firstValueFrom } from 'rxjs';
import { fromChatSession, type ForeignSession } from '../../lib/chatjs/fromChatSession.js';
import { texts, watch } from '../chat/support/watch.js';
import { ChatJsPage } from '../emulator/support/chatjs.js';
import { eventually } from '../emulator/support/eventually.js';
import { withEmulator } from '../emulator/support/withEmulator.js';

jest.setTimeout(30_000);

it(
  'is the reactive API over a session of amazon-connect-chatjs 5.0.0',
  withEmulator(async (emulator) => {
    const contact = emulator.startChat({ displayName: 'Ann', initialMessage: 'Hello?' });
    const agent = contact.join({ displayName: 'Bob' });
    const page = new ChatJsPage(emulator.url);
    const chat = fromChatSession(page.create(contact.details) as unknown as ForeignSession);
    const messages = watch(chat.messages$);
    const ended = watch(chat.ended$);
    const connection = watch(chat.connect());
    await eventually(() => expect(connection.values).toHaveLength(1));
    await eventually(() => expect(emulator.sockets().subscribed).toBe(1));

    const sent = await firstValueFrom(chat.sendMessage('Anyone?'));
    agent.say('Yes');
    await eventually(() => expect(texts(messages.values)).toEqual(['Anyone?', 'Yes']));
    expect(sent.id).toBe(contact.transcript.at(-2)?.Id);
    const { items } = await firstValueFrom(chat.transcript$);
    expect(texts(items.filter(({ type }) => type === 'MESSAGE'))).toEqual([
      'Hello?',
      'Anyone?',
      'Yes',
    ]);

    // What a lost frame would have brought, it fetches through the session.
    emulator.faults.dropFrames({ times: 1 });
    agent.say('Missed');
    emulator.faults.cutSockets();
    await eventually(() => expect(texts(messages.values)).toContain('Missed'), 15_000);

    await firstValueFrom(chat.disconnect());
    await eventually(() => expect(ended.values).toMatchObject([{ reason: 'ended' }]));
    page.close();
  }),
);
