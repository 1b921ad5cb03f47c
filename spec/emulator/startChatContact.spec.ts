import { eventually } from './support/eventually.js';
import { connect } from './support/RestClient.js';
import { SocketClient, summary } from './support/SocketClient.js';
import { startChatContact } from './support/startChatContact.js';
import { withEmulator } from './support/withEmulator.js';

const INTERACTIVE = 'application/vnd.amazonaws.connect.message.interactive';
const RESPONSE = `${INTERACTIVE}.response`;

describe('StartChatContact', () => {
  it(
    'answers the details of a customer, who can connect with them',
    withEmulator(async (emulator) => {
      const { status, body } = await startChatContact(emulator.url, {
        Attributes: { plan: 'gold', 'last-order_2': '4711' },
        SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Guide' } },
        CustomerId: 'c-1',
        RelatedContactId: 'a call',
        ChatDurationInMinutes: 60,
        InitialMessage: { ContentType: 'text/plain', Content: 'Hello?' },
      });
      expect(status).toBe(200);
      const { rest } = await connect(emulator.url, body.ParticipantToken);
      const { Transcript, InitialContactId } = await rest.transcript();
      expect(InitialContactId).toBe(body.ContactId);
      expect(Transcript.map(summary)).toEqual(['participant.joined', 'Hello?']);
      expect(Transcript[1]).toMatchObject({
        ParticipantId: body.ParticipantId,
        DisplayName: 'Ann',
        ParticipantRole: 'CUSTOMER',
      });
    }),
  );

  it(
    'starts one chat for one ClientToken',
    withEmulator(async (emulator) => {
      const start = () => startChatContact(emulator.url, { ClientToken: 'once' });
      expect((await start()).body).toEqual((await start()).body);
    }),
  );

  it.each<[string, object]>([
    ['no instance', { InstanceId: undefined }],
    ['an instance of more than 100 characters', { InstanceId: 'x'.repeat(101) }],
    ['no flow', { ContactFlowId: undefined }],
    ['an empty flow', { ContactFlowId: '' }],
    ['no participant', { ParticipantDetails: undefined }],
    ['a participant without a name', { ParticipantDetails: {} }],
    [
      'a name of more than 256 characters',
      { ParticipantDetails: { DisplayName: 'x'.repeat(257) } },
    ],
    ['attributes that are no texts', { Attributes: { age: 7 } }],
    ['attributes with a space in the name', { Attributes: { 'a b': 'c' } }],
    ['attributes of more than 32,768 bytes', { Attributes: { note: '日'.repeat(10_922) } }],
    ['a duration out of bounds', { ChatDurationInMinutes: 59 }],
    ['content types without text/plain', { SupportedMessagingContentTypes: ['text/markdown'] }],
    ['a content type unknown', { SupportedMessagingContentTypes: ['text/plain', 'text/html'] }],
    ['a content type that flows alone send', { SupportedMessagingContentTypes: ['text/csv'] }],
    ['an initial message without content', { InitialMessage: { ContentType: 'text/plain' } }],
    [
      'an initial message of more than 16,384 bytes',
      { InitialMessage: { ContentType: 'text/plain', Content: '日'.repeat(6_000) } },
    ],
    ['an initial message of no type', { InitialMessage: { Content: 'x' } }],
    [
      'an initial message of a type that the chat does not take',
      { InitialMessage: { ContentType: 'text/markdown', Content: 'x' } },
    ],
    [
      'an initial message that only flows send',
      {
        SupportedMessagingContentTypes: ['text/plain', INTERACTIVE],
        InitialMessage: { ContentType: INTERACTIVE, Content: '{}' },
      },
    ],
    ['somebody unknown to disconnect', { DisconnectOnCustomerExit: ['SUPERVISOR'] }],
    ['nobody to disconnect', { DisconnectOnCustomerExit: [] }],
    ['an agent to disconnect twice', { DisconnectOnCustomerExit: ['AGENT', 'AGENT'] }],
    ['an unknown ResponseMode', { ParticipantConfiguration: { ResponseMode: 'STREAMING' } }],
    ['a persistent chat of no type', { PersistentChat: { SourceContactId: 'x' } }],
    ['a persistent chat without a source', { PersistentChat: { RehydrationType: 'FROM_SEGMENT' } }],
    [
      'an unknown rehydration',
      { PersistentChat: { SourceContactId: 'x', RehydrationType: 'ALL' } },
    ],
  ])('refuses %s', (_, fields) =>
    withEmulator(async (emulator) => {
      const { status, headers } = await startChatContact(emulator.url, fields);
      expect([status, headers.get('x-amzn-errortype')]).toEqual([400, 'InvalidRequestException']);
    })(),
  );

  it(
    'refuses more open chats than it may have as the Amazon Connect API does',
    withEmulator(
      async (emulator) => {
        await startChatContact(emulator.url);
        const { status, headers } = await startChatContact(emulator.url);
        expect([status, headers.get('x-amzn-errortype')]).toEqual([429, 'LimitExceededException']);
      },
      { limits: { contacts: 1 } },
    ),
  );
});

describe('SupportedMessagingContentTypes', () => {
  it(
    'are those that the chat takes from its participants, plain text alone if none are named',
    withEmulator(async (emulator) => {
      const taken = async (fields: object): Promise<string[]> => {
        const { body } = await startChatContact(emulator.url, fields);
        const { rest } = await connect(emulator.url, body.ParticipantToken);
        const types = ['text/plain', 'text/markdown', 'application/json', RESPONSE];
        const outcomes = await Promise.all(
          types.map((ContentType) => rest.outcome('message', { ContentType, Content: '{}' })),
        );
        return types.filter((_, index) => outcomes[index] === '200');
      };
      expect(await taken({})).toEqual(['text/plain']);
      expect(
        await taken({
          SupportedMessagingContentTypes: [INTERACTIVE, RESPONSE, 'text/plain', 'text/markdown'],
        }),
      ).toEqual(['text/plain', 'text/markdown', RESPONSE]);
    }),
  );
});

describe('PersistentChat', () => {
  it(
    'goes on from an earlier chat, whose items come when paging back',
    withEmulator(async (emulator) => {
      const first = emulator.startChat({ initialMessage: 'long ago' });
      first.end();
      const { body } = await startChatContact(emulator.url, {
        PersistentChat: {
          SourceContactId: first.contactId,
          RehydrationType: 'ENTIRE_PAST_SESSION',
        },
        InitialMessage: { ContentType: 'text/plain', Content: 'back again' },
      });
      expect(body.ContinuedFromContactId).toBe(first.contactId);

      const { rest } = await connect(emulator.url, body.ParticipantToken);
      const all = (await rest.transcript()).Transcript;
      expect(all.map(summary)).toEqual([
        'participant.joined',
        'long ago',
        'chat.ended',
        'participant.joined',
        'back again',
      ]);
      expect(all[1]).toMatchObject({ RelatedContactId: first.contactId });
      expect(all[1]).not.toHaveProperty('ContactId');
      expect(all[4]).not.toHaveProperty('RelatedContactId');

      const past = await rest.transcript({ ContactId: first.contactId });
      expect(past.Transcript).toHaveLength(3);
      expect(await rest.outcome('transcript', { ContactId: 'another' })).toBe(
        '400 ValidationException',
      );
    }),
  );

  it(
    'goes on from a segment of an earlier chat, without those after it',
    withEmulator(async (emulator) => {
      const first = emulator.startChat({ initialMessage: 'one' });
      first.join({ displayName: 'Bea' });
      const cid = first.transfer({ displayName: 'Cid' });
      cid.say('two');
      first.end();
      const past = async (RehydrationType: string) => {
        const { body } = await startChatContact(emulator.url, {
          PersistentChat: { SourceContactId: first.contactId, RehydrationType },
        });
        const { rest } = await connect(emulator.url, body.ParticipantToken);
        return (await rest.transcript({ MaxResults: 100 })).Transcript.map(summary);
      };
      expect(await past('FROM_SEGMENT')).toContain('one');
      expect(await past('FROM_SEGMENT')).not.toContain('two');
      expect(await past('ENTIRE_PAST_SESSION')).toEqual(expect.arrayContaining(['one', 'two']));
    }),
  );

  it(
    'is refused beside RelatedContactId, of a chat that goes on, and of one that is not known',
    withEmulator(async (emulator) => {
      const source = emulator.startChat();
      const start = async (fields: object): Promise<string> => {
        const { status, headers } = await startChatContact(emulator.url, fields);
        return `${status} ${headers.get('x-amzn-errortype')}`;
      };
      const goingOnFrom = (SourceContactId: string) => ({
        PersistentChat: { SourceContactId, RehydrationType: 'FROM_SEGMENT' },
      });
      expect(await start(goingOnFrom(source.contactId))).toBe('400 InvalidRequestException');
      source.end();
      expect(await start({ ...goingOnFrom(source.contactId), RelatedContactId: 'x' })).toBe(
        '400 InvalidRequestException',
      );
      expect(await start(goingOnFrom('unknown'))).toBe('404 ResourceNotFoundException');
      expect(await start(goingOnFrom(source.contactId))).toBe('200 null');
    }),
  );
});

describe('DisconnectOnCustomerExit', () => {
  it(
    'has the agents leave with the customer, whom the flow then asks, and who answers',
    withEmulator(
      async (emulator) => {
        const { body } = await startChatContact(emulator.url, {
          DisconnectOnCustomerExit: ['AGENT'],
        });
        const chat = emulator.contact(body.ContactId)!;
        const { rest, socketUrl } = await connect(emulator.url, body.ParticipantToken);
        const socket = await SocketClient.subscribed(socketUrl);
        const agent = chat.join();
        const supervisor = chat.join({ role: 'SUPERVISOR' });

        expect(await rest.outcome('disconnect')).toBe('200');
        await socket.hears(
          ...['participant.joined', 'participant.joined'],
          ...['participant.left', 'participant.left'],
        );
        expect([agent.present, supervisor.present]).toEqual([false, true]);
        await new Promise((resolve) => setTimeout(resolve, 60));
        expect(chat.ended).toBe(false);

        chat.join({ role: 'SYSTEM' }).say('How was it?');
        expect((await rest.say('5')).status).toBe(200);
        expect(await rest.outcome('transcript')).toBe('200');
        chat.end();
        await eventually(() =>
          expect(socket.said().slice(4)).toEqual(['How was it?', '5', 'chat.ended']),
        );
      },
      { lifetimes: { chatAfterCustomer: 20 } },
    ),
  );
});

describe('ParticipantConfiguration', () => {
  it(
    'has messages come in pieces with the ResponseMode INCREMENTAL alone',
    withEmulator(async (emulator) => {
      const heard = async (fields: object) => {
        const { body } = await startChatContact(emulator.url, fields);
        const { rest, socketUrl } = await connect(emulator.url, body.ParticipantToken);
        const socket = await SocketClient.subscribed(socketUrl);
        const bot = emulator.contact(body.ContactId)!.join({ role: 'SYSTEM' });
        const stream = bot.stream(['One ', 'moment']);
        stream.complete();
        bot.say('Done');
        await eventually(() => expect(socket.said().at(-1)).toBe('Done'));
        const { Transcript } = await rest.transcript();
        expect(Transcript.map(summary)).toEqual(['participant.joined', 'One moment', 'Done']);
        return socket
          .items()
          .map(({ Content, MessageMetadata }) => [Content, MessageMetadata?.MessageCompleted]);
      };
      const whole = [
        ['One moment', undefined],
        ['Done', undefined],
      ];
      expect(await heard({})).toEqual(whole);
      expect(await heard({ ParticipantConfiguration: {} })).toEqual(whole);
      expect(await heard({ ParticipantConfiguration: { ResponseMode: 'COMPLETE' } })).toEqual(
        whole,
      );
      expect(await heard({ ParticipantConfiguration: { ResponseMode: 'INCREMENTAL' } })).toEqual([
        ['One ', false],
        ['moment', false],
        ['One moment', true],
        ['Done', undefined],
      ]);
    }),
  );
});
