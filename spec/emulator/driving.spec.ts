import { eventually } from './support/eventually.js';
import { connect } from './support/RestClient.js';
import { summary } from './support/SocketClient.js';
import { chatWithCustomer, client, withEmulator } from './support/withEmulator.js';

describe('a chat driven from code', () => {
  it(
    'lets participants join, write, type, read and leave',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = chat.join({ displayName: 'Bob' });
      const { Id } = (await rest.say('Hello')).body;
      agent.type();
      agent.deliver(Id);
      agent.read(Id);
      agent.say({ content: '# Hi', contentType: 'text/markdown' });
      agent.rename('Robert');
      agent.leave();
      agent.leave();
      await socket.hears(
        'participant.joined',
        'Hello',
        'typing',
        'message.metadata',
        'message.metadata',
        '# Hi',
        'participant.displayname.updated',
        'participant.left',
      );
      expect(socket.items().at(-1)).toMatchObject({
        DisplayName: 'Robert',
        ParticipantRole: 'AGENT',
      });
      expect(agent.present).toBe(false);
      expect(() => agent.say('too late')).toThrow('cannot say: the participant has left');
    }),
  );

  it(
    'gives every item a time of its own, in order',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      for (let number = 0; number < 50; number += 1) chat.customer.say(String(number));
      const times = chat.transcript.map(({ AbsoluteTime = '' }) => Date.parse(AbsoluteTime));
      expect(new Set(times).size).toBe(51);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }),
  );

  it(
    'lets a real client connect as any participant',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      for (const role of ['AGENT', 'SUPERVISOR', 'CUSTOM_BOT'] as const) {
        const joined = chat.join({ role, participantId: `the ${role}` });
        const { rest } = await connect(emulator.url, joined.details.participantToken);
        await rest.say(role);
      }
      const messages = () => socket.items().filter(({ Type }) => Type === 'MESSAGE');
      await socket.hears(
        ...[
          'participant.joined',
          'AGENT',
          'participant.joined',
          'SUPERVISOR',
          'participant.joined',
          'CUSTOM_BOT',
        ],
      );
      expect(
        messages().map(({ ParticipantId, ParticipantRole }) => [ParticipantId, ParticipantRole]),
      ).toEqual(['AGENT', 'SUPERVISOR', 'CUSTOM_BOT'].map((role) => [`the ${role}`, role]));
      expect(() => chat.join({ participantId: 'the AGENT' })).toThrow(
        'The participant id is taken',
      );
    }),
  );

  it(
    'transfers from one agent to another, under a new contact id',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const first = chat.join({ displayName: 'Bob' });
      const old = await client(emulator, first.details);
      const second = chat.transfer({ displayName: 'Eve' });

      await socket.hears(
        'participant.joined',
        'participant.left',
        'transfer.succeeded',
        'participant.joined',
      );
      await old.socket.hears('participant.left', 'transfer.succeeded');
      expect(await old.rest.outcome('message', { ContentType: 'text/plain', Content: 'x' })).toBe(
        '403 AccessDeniedException',
      );

      const { contactId, initialContactId } = second.details;
      expect(initialContactId).toBe(chat.contactId);
      expect(contactId).not.toBe(chat.contactId);
      expect(emulator.contact(contactId)?.contactId).toBe(chat.contactId);
      await rest.say('Hello Eve');
      expect(chat.transcript.at(-1)).toMatchObject({
        ContactId: contactId,
        InitialContactId: initialContactId,
      });

      const eve = await client(emulator, second.details);
      expect((await eve.rest.transcript({ ContactId: contactId })).Transcript.map(summary)).toEqual(
        ['participant.joined', 'Hello Eve'],
      );
      expect((await eve.rest.transcript()).Transcript).toHaveLength(6);
    }),
  );

  it(
    'transfers within one contact id where told so, and not without an agent',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      expect(() => chat.transfer()).toThrow('cannot transfer: there is no agent to hand over');
      const first = chat.join();
      chat.join({ displayName: 'Another' });
      const third = chat.transfer({ from: first, newContactId: false });
      expect(third.details.contactId).toBe(chat.contactId);
      expect(first.present).toBe(false);
    }),
  );

  it(
    'ends for all, and lets nobody act after that',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const agent = chat.join();
      chat.end();
      chat.end();
      agent.leave();
      await socket.hears('participant.joined', 'chat.ended');
      const ended = 'the chat has ended';
      expect(() => agent.say('x')).toThrow(ended);
      expect(() => chat.join()).toThrow(ended);
      expect(() => chat.emit('participant.idle')).toThrow(ended);
      expect(() => chat.transfer()).toThrow(ended);
    }),
  );

  it(
    'ends by itself when its time is over',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({ lifetimeMs: 20 });
      await eventually(() => expect(chat.ended).toBe(true));
      expect(chat.transcript.map(summary)).toEqual(['chat.ended']);
    }),
  );

  it(
    'sends any event by its name, and keeps it unless told otherwise',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const agent = chat.join();
      chat.rehydrate();
      chat.emit('participant.idle', { from: agent });
      chat.emit('participant.autodisconnection', { from: agent, keep: false });
      chat.emit('of.tomorrow', { content: '{"new":true}' });
      chat.emit('application/x-other');
      agent.event('participant.returned');
      await socket.hears(
        'participant.joined',
        'chat.rehydrated',
        'participant.idle',
        'participant.autodisconnection',
        'of.tomorrow',
        'application/x-other',
        'participant.returned',
      );
      expect(socket.items()[2]).toMatchObject({ Type: 'EVENT', ParticipantId: agent.id });
      expect(chat.transcript.map(summary)).not.toContain('participant.autodisconnection');
    }),
  );

  it(
    'announces nobody whose role is SYSTEM',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      chat.join({ role: 'SYSTEM', displayName: 'BOT' }).say('Welcome');
      expect(chat.transcript.map(summary)).toEqual(['Welcome']);
    }),
  );
});

describe('a streamed message', () => {
  it(
    'comes in pieces, and is kept once, whole, at the time of its first piece',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const bot = chat.join({ role: 'SYSTEM', displayName: 'BOT' });
      const stream = bot.stream(['One ', 'moment']);
      chat.customer.say('meanwhile');
      stream.send(', please');
      stream.complete();
      expect(() => stream.complete()).toThrow('complete already');

      await socket.hears('One ', 'moment', 'meanwhile', ', please', 'One moment, please');
      const pieces = socket.items().filter(({ Id }) => Id === stream.messageId);
      expect(pieces.map(({ MessageMetadata }) => MessageMetadata)).toEqual(
        [1, 2, 3, 4].map((ChunkNumber) => ({
          ChunkNumber,
          MessageCompleted: ChunkNumber === 4,
        })),
      );
      expect(pieces[0]).toMatchObject({ ParticipantRole: 'SYSTEM', Type: 'MESSAGE' });

      expect(chat.transcript.map(summary)).toEqual([
        'participant.joined',
        'One moment, please',
        'meanwhile',
      ]);
      expect(chat.transcript[1]).toMatchObject({
        Id: stream.messageId,
        AbsoluteTime: pieces[0]?.AbsoluteTime,
      });
      expect(chat.transcript[1]?.MessageMetadata).toBeUndefined();
    }),
  );

  it(
    'can come out of turn, with another whole, or never be completed',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const bot = chat.join({ role: 'SYSTEM' });
      const stream = bot.stream();
      stream.sendAs(2, 'world');
      stream.sendAs(1, 'Hello ');
      bot.stream(['never']);
      stream.complete();
      bot.stream(['draft']).complete('final');
      await socket.hears('world', 'Hello ', 'never', 'Hello world', 'draft', 'final');
      expect(chat.transcript.map(summary)).toEqual(['participant.joined', 'Hello world', 'final']);
    }),
  );
});
