import { ChatJsPage, type ChatJsEvent } from './support/chatjs.js';
import { eventually } from './support/eventually.js';
import { FetchXhr } from './support/FetchXhr.js';
import { summary } from './support/SocketClient.js';
import { withEmulator } from './support/withEmulator.js';

const EVENT = 'application/vnd.amazonaws.connect.event.';

jest.setTimeout(30_000);

let page: ChatJsPage | undefined;
afterEach(() => page?.close());

/** Pages keep a version for years, so what the emulator does must be right for those as well. */
describe.each([
  ['1.5.1', 'amazon-connect-chatjs-1'],
  ['2.3.2', 'amazon-connect-chatjs-2'],
  ['3.0.3', 'amazon-connect-chatjs-3'],
])('amazon-connect-chatjs %s, unmodified', (_, name) => {
  it(
    'runs a chat',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({ displayName: 'Ann', initialMessage: 'Hello?' });
      const agent = chat.join({ displayName: 'Bob' });
      page = new ChatJsPage(emulator.url, { XMLHttpRequest: FetchXhr }, name);
      const session = page.create(chat.startChatContact);
      const heard: string[] = [];
      const seen = new Map<string, number>();
      const note = (event: string) => (): void => void seen.set(event, (seen.get(event) ?? 0) + 1);
      session.on('onMessage', ({ data }) => heard.push(summary(data!)));
      session.on('onConnectionLost', note('lost'));
      session.on('onTyping', ({ data }: ChatJsEvent) =>
        note(`typing of ${data?.ParticipantRole}`)(),
      );
      session.on('onReadReceipt', note('read'));
      session.on('onDeliveredReceipt', note('delivered'));
      session.on('onEnded', note('ended'));

      await session.connect();
      await eventually(() => expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 }));

      const { data } = await session.getTranscript({ maxResults: 100 });
      expect(data.Transcript.map(summary)).toEqual([
        'participant.joined',
        'Hello?',
        'participant.joined',
      ]);

      const sent = await session.sendMessage({ message: 'Anyone?', contentType: 'text/plain' });
      agent.say('Yes, I am');
      await eventually(() => expect(heard).toEqual(['Anyone?', 'Yes, I am']));

      agent.type();
      await eventually(() => expect(seen.get('typing of AGENT')).toBe(1));
      await session.sendEvent({ contentType: `${EVENT}typing` });

      agent.deliver(sent.data.Id);
      agent.read(sent.data.Id);
      await eventually(() => expect([seen.get('delivered'), seen.get('read')]).toEqual([1, 1]));

      await session.sendAttachment({
        attachment: new File(['Hellö'], 'notes.txt', { type: 'text/plain' }),
      });
      await eventually(() => expect(heard.at(-1)).toBe('file notes.txt'));

      emulator.faults.cutSockets();
      await eventually(
        () => expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 }),
        15_000,
      );
      agent.say('Still there?');
      await eventually(() => expect(heard.at(-1)).toBe('Still there?'));
      expect(seen.get('lost')).toBe(1);

      chat.end();
      await eventually(() => expect(seen.get('ended')).toBe(1));
      expect(heard.at(-1)).toBe('chat.ended');
    }),
  );
});
