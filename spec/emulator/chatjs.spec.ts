import { ChatJsPage, type ChatJsEvent } from './support/chatjs.js';
import { eventually } from './support/eventually.js';
import { summary } from './support/SocketClient.js';
import { withEmulator } from './support/withEmulator.js';

const EVENT = 'application/vnd.amazonaws.connect.event.';

jest.setTimeout(30_000);

/** The proof that the emulator stands in for the service: its usual client runs a whole chat on it. */
describe('amazon-connect-chatjs 5.0.0, unmodified', () => {
  it(
    'runs a whole chat',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({ displayName: 'Ann', initialMessage: 'Hello?' });
      const agent = chat.join({ displayName: 'Bob' });
      const page = new ChatJsPage(emulator.url);
      const session = page.create(chat.startChatContact);
      const heard: string[] = [];
      const seen = new Map<string, number>();
      const note = (name: string) => (): void => void seen.set(name, (seen.get(name) ?? 0) + 1);
      session.on('onMessage', ({ data }) => heard.push(summary(data!)));
      session.on('onConnectionEstablished', note('established'));
      session.on('onConnectionLost', note('lost'));
      session.on('onConnectionBroken', note('broken'));
      session.on('onTyping', ({ data }: ChatJsEvent) =>
        note(`typing of ${String(data?.ParticipantRole)}`)(),
      );
      session.on('onReadReceipt', note('read'));
      session.on('onDeliveredReceipt', note('delivered'));
      session.on('onEnded', note('ended'));

      // connect
      expect(await session.connect()).toMatchObject({ connectSuccess: true });
      await eventually(() => expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 }));
      await eventually(() => expect(seen.get('established')).toBeGreaterThan(0));

      // history
      const { data } = await session.getTranscript({ maxResults: 100 });
      expect(data.Transcript.map(summary)).toEqual([
        'participant.joined',
        'Hello?',
        'participant.joined',
      ]);

      // messages both ways
      const sent = await session.sendMessage({ message: 'Anyone?', contentType: 'text/plain' });
      const answer = agent.say('Yes, I am');
      await eventually(() => expect(heard).toEqual(['Anyone?', 'Yes, I am']));

      // typing both ways
      agent.type();
      await session.sendEvent({ contentType: `${EVENT}typing` });
      await eventually(() =>
        expect([...seen.keys()]).toEqual(
          expect.arrayContaining(['typing of AGENT', 'typing of CUSTOMER']),
        ),
      );

      // receipts both ways
      agent.deliver(sent.data.Id);
      agent.read(sent.data.Id);
      await eventually(() => expect([seen.get('delivered'), seen.get('read')]).toEqual([1, 1]));
      await session.sendEvent({
        contentType: `${EVENT}message.read`,
        content: JSON.stringify({ messageId: answer.Id }),
      });
      await eventually(() =>
        expect(chat.transcript.at(-1)?.MessageMetadata).toMatchObject({
          MessageId: answer.Id,
          Receipts: [{ RecipientParticipantId: chat.participantId }],
        }),
      );

      // a streamed answer, which it joins
      const bot = chat.join({ role: 'SYSTEM', displayName: 'BOT' });
      const stream = bot.stream(['One ', 'moment', ', please']);
      await eventually(() =>
        expect(heard.slice(2)).toEqual(['One ', 'One moment', 'One moment, please']),
      );
      stream.complete('One moment, please.');
      await eventually(() => expect(heard.at(-1)).toBe('One moment, please.'));

      // an attachment up and down
      await session.sendAttachment({
        attachment: new File(['Hellö'], 'notes.txt', { type: 'text/plain' }),
      });
      await eventually(() => expect(heard.at(-1)).toBe('file notes.txt'));
      const attachmentId = chat.transcript.at(-1)?.Attachments?.[0]?.AttachmentId ?? '';
      const file = await session.downloadAttachment({ attachmentId });
      expect(await file.text()).toBe('Hellö');

      // a cut, and back again
      emulator.faults.cutSockets();
      await eventually(() => expect(seen.get('lost')).toBe(1));
      await eventually(
        () => expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 }),
        15_000,
      );
      agent.say('Still there?');
      await eventually(() => expect(heard.at(-1)).toBe('Still there?'));
      await session.sendMessage({ message: 'Bye', contentType: 'text/plain' });
      await eventually(() => expect(heard.at(-1)).toBe('Bye'));

      // the end
      await session.disconnectParticipant();
      await eventually(() => expect(seen.get('ended')).toBe(1));
      expect(heard.slice(-2)).toEqual(['participant.left', 'chat.ended']);
      expect(chat.ended).toBe(true);
      expect(seen.get('broken')).toBeUndefined();
      await eventually(() => expect(emulator.sockets().open).toBe(0));
      page.close();
    }),
  );
});

it('leaves nothing of it outside of its page', () => {
  expect(Object.keys(globalThis)).not.toContain('connect');
  expect(globalThis).not.toHaveProperty('window');
});
