import { BehaviorSubject } from 'rxjs';
import { createAgentDesk, type DeskContact } from '../../lib/desk.js';
import { createChat } from '../../lib/index.js';
import { createChat as createLiteChat } from '../../lib/lite.js';
import { first, withChat } from './support/realChat.js';
import { StreamsProvider, StreamsWorker } from './support/streams.js';

describe.each([
  ['over the AWS SDK', createChat],
  ['over fetch', createLiteChat],
])("an agent's desk %s, on Streams' socket", (_, create) => {
  it(
    'serves five customers through a cut, and leaves the socket open',
    withChat(create, async ({ emulator }) => {
      const worker = new StreamsWorker(() => emulator.agent('bea').websocket().Url);
      const provider = new StreamsProvider(worker);
      const customers = Array.from({ length: 5 }, (_each, i) => {
        const contact = emulator.startChat({ displayName: `Customer ${i}` });
        return { contact, agent: contact.join({ displayName: 'Bea', agentId: 'bea' }) };
      });
      const contacts$ = new BehaviorSubject<readonly DeskContact[]>(
        customers.map(({ agent }) => ({
          chatDetails: agent.details,
          getConnectionToken: () => Promise.resolve(agent.connectionToken()),
        })),
      );
      const desk = createAgentDesk(contacts$, {
        createChat: create,
        endpoint: emulator.url,
        webSocketManager: provider,
      });
      try {
        await worker.opens();
        desk.connect().subscribe();
        await first(
          desk.chats$,
          (chats) => chats.length === 5 && chats.every(({ state }) => state.status === 'connected'),
        );
        customers.forEach(({ contact }, i) => contact.customer.say(`before ${i}`));
        await first(desk.totals$, ({ unread }) => unread === 5);

        worker.cut();
        await first(desk.chats$, (chats) =>
          chats.every(({ state }) => state.status === 'reconnecting'),
        );
        customers.forEach(({ contact }, i) => contact.customer.say(`meanwhile ${i}`));
        await worker.opens();
        const totals = await first(desk.totals$, ({ unread }) => unread === 10);
        expect(totals).toMatchObject({ open: 5, waiting: 5 });
        // What is unread is counted at once, and the last message shown with the next frame.
        const chats = await first(desk.chats$, (shown) =>
          shown.every(({ lastMessage }, i) => lastMessage?.content === `meanwhile ${i}`),
        );
        expect(chats.map(({ unreadCount }) => unreadCount)).toEqual(customers.map(() => 2));

        chats[0]!.chat.sendMessage('Hello').subscribe();
        await first(desk.totals$, ({ waiting }) => waiting === 4);
        customers[1]!.contact.end();
        await first(desk.totals$, ({ open }) => open === 4);
        desk.close();
        expect(provider.callbacks).toBe(0);
        expect(emulator.sockets().open).toBe(1);
      } finally {
        desk.close();
        worker.close();
      }
    }),
  );
});
