import type { EmulatedContact } from '../../lib/emulator.js';
import { createChat } from '../../lib/index.js';
import type { Chat, WebSocketManager } from '../../lib/lite.js';
import { createChat as createLiteChat } from '../../lib/lite.js';
import { connected, first, record, type RealChat, withChat } from './support/realChat.js';
import { StreamsProvider, StreamsWorker } from './support/streams.js';

const bea = ({ emulator, create }: RealChat, webSocketManager: WebSocketManager) => {
  return (contact: EmulatedContact = emulator.startChat({ displayName: 'Dora' })) => {
    const agent = contact.join({ displayName: 'Bea', agentId: 'bea', announce: false });
    const chat = create({
      chatDetails: agent.details,
      type: 'AGENT',
      webSocketManager,
      getConnectionToken: () => Promise.resolve(agent.connectionToken()),
    });
    return { contact, agent, chat };
  };
};
const said = (contents: readonly { readonly content: string }[]) =>
  contents.map(({ content }) => content);

describe.each([
  ['over the AWS SDK', createChat],
  ['over fetch', createLiteChat],
])("an agent's chats %s, on Streams' socket", (_, create) => {
  it(
    'are told apart, reconnect with it and leave it open',
    withChat(create, async (real) => {
      const worker = new StreamsWorker(() => real.emulator.agent('bea').websocket().Url);
      const provider = new StreamsProvider(worker);
      try {
        await worker.opens();
        const serve = bea(real, provider);
        const taken = Array.from({ length: 3 }, () => serve());
        await Promise.all(taken.map(({ chat }) => connected(chat)));
        expect(real.emulator.sockets().open).toBe(1);

        const recordings = taken.map(({ chat }) => record(chat.messages$));
        taken.forEach(({ contact }, i) => contact.customer.say(`customer ${i}`));
        await Promise.all(recordings.map((recording) => recording.first(1)));

        worker.cut();
        await lost(taken[0]!.chat);
        taken.forEach(({ contact }, i) => contact.customer.say(`meanwhile ${i}`));
        await worker.opens();
        for (const [i, recording] of recordings.entries()) {
          expect(said(await recording.first(2))).toEqual([`customer ${i}`, `meanwhile ${i}`]);
        }

        taken[0]!.contact.transfer({ displayName: 'Eve' });
        await first(taken[0]!.chat.ended$, ({ reason }) => reason === 'transferred');
        taken[1]!.contact.end();
        await first(taken[1]!.chat.ended$, ({ reason }) => reason === 'ended');
        taken[2]!.contact.customer.say('still here');
        expect(said(await recordings[2]!.first(3)).at(-1)).toBe('still here');
        taken[2]!.chat.close();
        expect(provider.callbacks).toBe(0);
        expect(real.emulator.sockets().open).toBe(1);
      } finally {
        worker.close();
      }
    }),
  );
});

const lost = (chat: Chat) =>
  first(chat.connectionState$, ({ status }) => status === 'reconnecting');
