import { type Emulator, ServiceError } from '../../lib/emulator.js';
import { EVENT_NAMES } from '../../lib/wire/index.js';
import { eventually } from './support/eventually.js';
import { RestClient, connect } from './support/RestClient.js';
import { SocketClient, summary } from './support/SocketClient.js';
import { chatWithCustomer, client, withEmulator } from './support/withEmulator.js';

const customerOf = async (emulator: Emulator): Promise<RestClient> => {
  const chat = emulator.startChat({ displayName: 'Ann' });
  return (await connect(emulator.url, chat.details.participantToken)).rest;
};

describe('CreateParticipantConnection', () => {
  it(
    'answers what is asked for',
    withEmulator(async (emulator) => {
      const { participantToken } = emulator.startChat().details;
      const rest = new RestClient(emulator.url, participantToken);
      const ask = async (body: object) => Object.keys((await rest.post('connection', body)).body);
      expect(await ask({ Type: ['WEBSOCKET'] })).toEqual(['Websocket']);
      expect(await ask({ Type: ['CONNECTION_CREDENTIALS'] })).toEqual(['ConnectionCredentials']);
      expect(await ask({ Type: ['WEBRTC_CONNECTION'] })).toEqual(['WebRTCConnection']);
      expect(await ask({ ConnectParticipant: true })).toEqual([]);
    }),
  );

  it(
    'gives the URL 100 s and the token a day',
    withEmulator(
      async (emulator) => {
        const { participantToken } = emulator.startChat().details;
        const { body } = await new RestClient(emulator.url, participantToken).post('connection', {
          Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
        });
        expect(body.Websocket.ConnectionExpiry).toBe('2025-01-01T00:01:40.000Z');
        expect(body.ConnectionCredentials.Expiry).toBe('2025-01-02T00:00:00.000Z');
      },
      { now: () => Date.parse('2025-01-01T00:00:00Z') },
    ),
  );

  it(
    'announces a participant once',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      for (let times = 0; times < 2; times += 1)
        await connect(emulator.url, chat.details.participantToken);
      expect(chat.transcript.map(summary)).toEqual(['participant.joined']);

      const agent = chat.join({ announce: false });
      expect(agent.present).toBe(false);
      const rest = new RestClient(emulator.url, agent.details.participantToken);
      for (let times = 0; times < 2; times += 1)
        await rest.post('connection', { ConnectParticipant: true });
      expect(agent.present).toBe(true);
      expect(chat.transcript).toHaveLength(2);
    }),
  );

  it.each<[string, (emulator: Emulator, token: { participantToken: string }) => Promise<unknown>]>([
    ['the socket is subscribed', (emulator, token) => client(emulator, token)],
    [
      'ConnectParticipant says that the customer is there',
      (emulator, { participantToken }) =>
        new RestClient(emulator.url, participantToken).post('connection', {
          ConnectParticipant: true,
        }),
    ],
  ])('begins the flow once, when %s', (_, begin) =>
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({
        flow: (started) => {
          started.join({ role: 'SYSTEM' }).say('Welcome');
          started.join({ displayName: 'Bea' });
        },
      });
      await connect(emulator.url, chat.details.participantToken);
      await client(emulator, chat.join().details);
      const before = ['participant.joined', 'participant.joined'];
      expect(chat.transcript.map(summary)).toEqual(before);
      for (let times = 0; times < 2; times += 1) {
        await begin(emulator, chat.details);
        expect(chat.transcript.map(summary)).toEqual([...before, 'Welcome', 'participant.joined']);
      }
    })(),
  );

  it(
    'refuses wrong tokens, connection tokens and wrong types',
    withEmulator(async (emulator) => {
      const rest = await customerOf(emulator);
      const types = { Type: ['WEBSOCKET'] };
      const denied = '403 AccessDeniedException';
      expect(await rest.outcome('connection', types)).toBe(denied);
      expect(await new RestClient(emulator.url, 'wrong').outcome('connection', types)).toBe(denied);
      expect(await new RestClient(emulator.url).outcome('connection', types)).toBe(denied);

      const { participantToken } = emulator.startChat().details;
      const participant = new RestClient(emulator.url, participantToken);
      for (const body of [
        {},
        { Type: [] },
        { Type: 'WEBSOCKET' },
        { Type: ['PIGEON'] },
        { ConnectParticipant: 'yes' },
      ]) {
        expect(await participant.outcome('connection', body)).toBe('400 ValidationException');
      }
    }),
  );
});

describe('SendMessage', () => {
  it(
    'brings a message to everyone, the sender included, and keeps it',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join({ displayName: 'Bob' }).details);

      const { status, body } = await rest.say('Hello');
      expect(status).toBe(200);
      await socket.hears('participant.joined', 'Hello');
      await agent.socket.hears('Hello');
      expect(agent.socket.items()[0]).toEqual({
        Id: body.Id,
        AbsoluteTime: body.AbsoluteTime,
        Type: 'MESSAGE',
        ContentType: 'text/plain',
        Content: 'Hello',
        ParticipantId: chat.participantId,
        DisplayName: 'Ann',
        ParticipantRole: 'CUSTOMER',
        ContactId: chat.contactId,
        InitialContactId: chat.contactId,
      });
      expect(body.AbsoluteTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(chat.transcript.map(summary)).toEqual([
        'participant.joined',
        'participant.joined',
        'Hello',
      ]);
    }),
  );

  it(
    'sends once what comes twice with one ClientToken',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const first = await rest.say('Once', { ClientToken: 'a' });
      const again = await rest.say('Once', { ClientToken: 'a' });
      const other = await rest.say('Once', { ClientToken: 'b' });
      expect(again.body).toEqual(first.body);
      expect(other.body.Id).not.toBe(first.body.Id);
      expect(chat.transcript.map(summary)).toEqual(['participant.joined', 'Once', 'Once']);
    }),
  );

  it(
    'knows a ClientToken by participant',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      const first = await rest.say('One', { ClientToken: 'a' });
      expect((await agent.rest.say('Two', { ClientToken: 'a' })).body.Id).not.toBe(first.body.Id);
    }),
  );

  it(
    'takes 1 to 16,384 bytes of UTF-8',
    withEmulator(async (emulator) => {
      const rest = await customerOf(emulator);
      const outcome = (Content: unknown) =>
        rest.outcome('message', { ContentType: 'text/plain', Content });
      const refused = '400 ValidationException';
      for (const most of ['x'.repeat(16_384), 'ä'.repeat(8_192), '😀'.repeat(4_096)]) {
        expect(await outcome(most)).toBe('200');
        expect(await outcome(`${most}x`)).toBe(refused);
      }
      expect(await outcome('日'.repeat(6_000))).toBe(refused);
      for (const none of ['', undefined, null, 7]) expect(await outcome(none)).toBe(refused);
    }),
  );

  it.each<[string, number]>([
    ['text/plain', 200],
    ['text/markdown', 200],
    ['application/json', 200],
    ['application/vnd.amazonaws.connect.message.interactive.response', 200],
    ['application/vnd.amazonaws.connect.message.interactive', 400],
    ['text/csv', 400],
    ['text/html', 400],
    ['image/png', 400],
    ['', 400],
  ])('answers a message of the content type “%s” with %d', (ContentType, status) =>
    withEmulator(async (emulator) => {
      const rest = await customerOf(emulator);
      expect((await rest.post('message', { ContentType, Content: '{}' })).status).toBe(status);
    })(),
  );

  it(
    'takes only the content types that the chat was started with',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({ contentTypes: ['text/plain'] });
      const { rest } = await connect(emulator.url, chat.details.participantToken);
      expect(await rest.outcome('message', { ContentType: 'text/plain', Content: 'x' })).toBe(
        '200',
      );
      expect(await rest.outcome('message', { ContentType: 'text/markdown', Content: 'x' })).toBe(
        '400 ValidationException',
      );
    }),
  );

  it(
    'holds a message that is processed on its way, then sends what became of it',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      chat.holdMessages(true);

      const { body } = await rest.say('My card is 4111');
      expect(body.MessageMetadata).toEqual({ MessageProcessingStatus: 'PROCESSING' });
      await socket.hears('participant.joined', 'My card is 4111');
      expect(agent.socket.said()).toEqual([]);

      chat.settleMessage(body.Id, { content: 'My card is [PII]' });
      await agent.socket.hears('My card is [PII]');
      expect(agent.socket.items()[0]).toMatchObject({
        Id: body.Id,
        AbsoluteTime: body.AbsoluteTime,
      });

      const refused = await rest.say('Rude');
      chat.settleMessage(refused.body.Id, 'REJECTED');
      await socket.hears(
        'participant.joined',
        'My card is 4111',
        'My card is [PII]',
        'Rude',
        'Rude',
      );
      expect(socket.items().at(-1)?.MessageMetadata).toMatchObject({
        MessageProcessingStatus: 'REJECTED',
      });
      expect(agent.socket.said()).toEqual(['My card is [PII]']);
      expect(() => chat.settleMessage(refused.body.Id, 'FAILED')).toThrow(
        'No message with this id',
      );
    }),
  );
});

describe('SendEvent', () => {
  it(
    'brings typing to everyone, and does not keep it',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      expect((await rest.event('typing')).status).toBe(200);
      await socket.hears('participant.joined', 'typing');
      await agent.socket.hears('typing');
      expect(chat.transcript.map(summary)).not.toContain('typing');
    }),
  );

  it(
    'brings a receipt to the sender of the message alone, and into its row in the transcript',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      const { Id } = (await rest.say('Hello')).body;
      await agent.socket.hears('Hello');

      const { body } = await agent.rest.event('message.read', {
        Content: JSON.stringify({ messageId: Id }),
      });
      await socket.hears('participant.joined', 'Hello', 'message.metadata');
      const { AbsoluteTime } = body;
      const metadata = {
        MessageId: Id,
        Receipts: [
          {
            RecipientParticipantId: chat.participants[1]?.id,
            DeliveredTimestamp: AbsoluteTime,
            ReadTimestamp: AbsoluteTime,
          },
        ],
      };
      expect(socket.items().at(-1)).toMatchObject({ AbsoluteTime, MessageMetadata: metadata });
      const rows = (await rest.transcript()).Transcript;
      expect(rows.map(summary)).toEqual(['participant.joined', 'participant.joined', 'Hello']);
      expect(rows.at(-1)).toMatchObject({ Id, MessageMetadata: metadata });
      expect(agent.socket.said()).toEqual(['Hello']);
    }),
  );

  it(
    'counts each receipt where a client gives all of them one ClientToken',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = chat.join();
      for (const text of ['One', 'Two']) {
        const messageId = agent.say(text).Id;
        await rest.event('message.read', {
          Content: JSON.stringify({ messageId }),
          ClientToken: 'same',
        });
      }
      const read = chat.transcript.filter(({ MessageMetadata }) => MessageMetadata?.Receipts);
      expect(read.map(summary)).toEqual(['One', 'Two']);
    }),
  );

  it(
    'has no receipt for one’s own message',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const { Id } = (await rest.say('Hello')).body;
      await rest.event('message.read', { Content: JSON.stringify({ messageId: Id }) });
      expect(chat.transcript.at(-1)?.Type).toBe('MESSAGE');
    }),
  );

  it(
    'has no receipts while more than two take part, whoever they are from',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = chat.join();
      chat.join({ role: 'SYSTEM' }).say('Welcome');
      chat.join({ displayName: 'Not here yet', announce: false });
      const receipt = {
        ContentType: 'application/vnd.amazonaws.connect.event.message.read',
        Content: JSON.stringify({ messageId: agent.say('Hi').Id }),
      };
      expect(await rest.outcome('event', receipt)).toBe('200');

      const supervisor = chat.join({ role: 'SUPERVISOR' });
      const { status, headers, body } = await rest.post('event', receipt);
      expect([status, headers.get('x-amzn-errortype')]).toEqual([409, 'ConflictException']);
      expect(body.message).not.toMatch(/receipt|read|participant/i);
      const own = (await rest.say('Hello')).body.Id;
      expect(() => agent.deliver(own)).toThrow(ServiceError);

      supervisor.leave();
      expect(await rest.outcome('event', receipt)).toBe('200');
      expect(() => agent.deliver(own)).not.toThrow();
    }),
  );

  it(
    'takes what a participant may send, and nothing else that the service itself sends',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const Content = JSON.stringify({ messageId: chat.join().say('Hi').Id });
      const taken = new Set<string>();
      for (const name of [...EVENT_NAMES, 'message.metadata', 'nonsense']) {
        if ((await rest.event(name, { Content })).status === 200) taken.add(name);
      }
      expect([...taken].sort()).toEqual([
        'connection.acknowledged',
        'message.delivered',
        'message.read',
        'typing',
      ]);
    }),
  );

  it(
    'takes contents of 1 to 16,384 bytes of UTF-8, or none',
    withEmulator(async (emulator) => {
      const rest = await customerOf(emulator);
      const outcome = async (fields: object) => (await rest.event('typing', fields)).status;
      for (const Content of [undefined, null, 'x', '日'.repeat(5_461)]) {
        expect(await outcome({ Content })).toBe(200);
      }
      for (const Content of ['', '日'.repeat(5_462), {}])
        expect(await outcome({ Content })).toBe(400);
    }),
  );

  it.each([
    ['an unknown type', { ContentType: 'application/vnd.amazonaws.connect.event.nonsense' }],
    [
      'an event of the service',
      { ContentType: 'application/vnd.amazonaws.connect.event.chat.ended' },
    ],
    ['no type', {}],
    [
      'a receipt without content',
      { ContentType: 'application/vnd.amazonaws.connect.event.message.read' },
    ],
    [
      'a receipt that is not JSON',
      { ContentType: 'application/vnd.amazonaws.connect.event.message.read', Content: 'x' },
    ],
    [
      'a receipt whose content is an object',
      {
        ContentType: 'application/vnd.amazonaws.connect.event.message.read',
        Content: { messageId: 'x' },
      },
    ],
    [
      'a receipt for an unknown message',
      {
        ContentType: 'application/vnd.amazonaws.connect.event.message.read',
        Content: '{"messageId":"x"}',
      },
    ],
  ])('refuses %s', (_, body) =>
    withEmulator(async (emulator) => {
      const rest = await customerOf(emulator);
      expect(await rest.outcome('event', body)).toBe('400 ValidationException');
    })(),
  );
});

describe('DisconnectParticipant', () => {
  it(
    'ends the chat where the customer leaves: sockets close, tokens are refused, the transcript too',
    withEmulator(
      async (emulator) => {
        const { chat, rest, socket } = await chatWithCustomer(emulator);
        expect(await rest.outcome('disconnect', { ClientToken: 'bye' })).toBe('200');
        await socket.hears('participant.left', 'chat.ended');
        expect(chat.ended).toBe(true);

        const denied = '403 AccessDeniedException';
        expect(await rest.outcome('disconnect', { ClientToken: 'bye' })).toBe('200');
        expect(await rest.outcome('message', { ContentType: 'text/plain', Content: 'x' })).toBe(
          denied,
        );
        const participant = new RestClient(emulator.url, chat.details.participantToken);
        expect(await participant.outcome('connection', { Type: ['WEBSOCKET'] })).toBe(denied);
        expect(await rest.outcome('transcript')).toBe(denied);

        await eventually(() => expect(socket.closeCode).toBe(1000));
        expect(emulator.sockets().open).toBe(0);
      },
      { lifetimes: { socketAfterEnd: 20 } },
    ),
  );

  it(
    'answers the transcript for a while if it is asked to',
    withEmulator(
      async (emulator) => {
        const { chat, rest } = await chatWithCustomer(emulator);
        chat.end();
        expect(await rest.outcome('transcript')).toBe('200');
      },
      { lifetimes: { transcriptAfterEnd: 60_000 } },
    ),
  );

  it(
    'leaves a chat open that was started so, in which the customer still hears and answers',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat({ endWhenCustomerLeaves: false });
      const { rest, socket } = await client(emulator, chat.details);
      await rest.post('disconnect');
      await rest.post('disconnect');
      expect(chat.ended).toBe(false);
      expect(chat.customer.present).toBe(false);
      const survey = chat.join({ role: 'SYSTEM' });
      survey.say('How was it?');
      expect(await rest.outcome('message', { ContentType: 'text/plain', Content: '5' })).toBe(
        '200',
      );
      expect(await rest.outcome('transcript')).toBe('200');
      chat.end();
      await socket.hears('participant.left', 'How was it?', '5', 'chat.ended');
    }),
  );

  it(
    'takes nothing more from an agent who has left',
    withEmulator(async (emulator) => {
      const agent = emulator.startChat().join();
      const { rest } = await client(emulator, agent.details);
      await rest.post('disconnect');
      expect(await rest.outcome('transcript')).toBe('403 AccessDeniedException');
    }),
  );
});

describe('DescribeView', () => {
  it(
    'answers a view by its token',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const view = { Id: 'v', Name: 'Form', Content: { Template: '{}', Actions: ['Submit'] } };
      const token = chat.addView(view);
      const { status, body } = await rest.request('GET', `/participant/views/${token}`);
      expect(status).toBe(200);
      expect(body.View).toEqual(view);
      const unknown = await rest.request('GET', '/participant/views/none');
      expect(unknown.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
      expect((await rest.request('GET', '/participant/views/%E0%A4%A')).status).toBe(400);
    }),
  );
});

describe('authentication', () => {
  it(
    'gives one URL for a session, which leads back and succeeds',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const SessionId = chat.initiateAuthentication();
      const initiated = chat.transcript.at(-1);
      expect(JSON.parse(initiated?.Content ?? '')).toEqual({ SessionId });

      const ask = { SessionId, RedirectUri: 'https://example.com/back' };
      const { body } = await rest.post('authentication-url', ask);
      expect(await rest.outcome('authentication-url', ask)).toBe('400 ValidationException');

      const signedIn = await fetch(body.AuthenticationUrl, { redirect: 'manual' });
      expect(signedIn.status).toBe(302);
      expect(signedIn.headers.get('location')).toMatch(
        new RegExp(`^https://example\\.com/back\\?code=.+&state=${SessionId}$`),
      );
      await socket.hears('authentication.initiated', 'authentication.succeeded');
      expect((await fetch(body.AuthenticationUrl, { redirect: 'manual' })).status).toBe(400);
    }),
  );

  it(
    'can be cancelled once, and settled from code',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const SessionId = chat.initiateAuthentication();
      expect(await rest.outcome('cancel-authentication', { SessionId })).toBe('200');
      expect(await rest.outcome('cancel-authentication', { SessionId })).toBe(
        '400 ValidationException',
      );
      expect(chat.transcript.map(summary).at(-1)).toBe('authentication.cancelled');

      const another = chat.initiateAuthentication();
      chat.settleAuthentication(another, 'timeout');
      expect(chat.transcript.map(summary).at(-1)).toBe('authentication.timeout');
    }),
  );
});

it(
  'lets any page ask, and read the headers that name errors',
  withEmulator(async (emulator) => {
    const preflight = await fetch(`${emulator.url}/participant/message`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'x-amz-bearer,content-type' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-amz-bearer,content-type');

    const { headers } = await new RestClient(emulator.url).post('message');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toContain('x-amzn-errortype');
    expect(headers.get('x-amzn-requestid')).not.toBe('');
  }),
);

it(
  'logs requests without tokens and contents, and counts them',
  withEmulator(async (emulator) => {
    const { chat, rest } = await chatWithCustomer(emulator);
    await rest.say('secret');
    await rest.post('message');
    expect(
      emulator.requests.entries.map(({ operation, status }) => `${operation} ${status}`),
    ).toEqual([
      'CreateParticipantConnection 200',
      'OpenSocket 101',
      'SendMessage 200',
      'SendMessage 400',
    ]);
    expect(emulator.requests.count('SendMessage', { participantId: chat.participantId })).toBe(2);
    expect(emulator.requests.count('SendMessage', { participantId: 'another' })).toBe(0);
    const log = JSON.stringify(emulator.requests.entries);
    for (const hidden of ['secret', rest.token!, chat.details.participantToken]) {
      expect(log).not.toContain(hidden);
    }
    emulator.requests.clear();
    expect(emulator.requests.entries).toEqual([]);
  }),
);

it('listens on loopback, and lets go of the port when closed', async () => {
  let url = '';
  await withEmulator(async (emulator) => {
    url = emulator.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const { socket } = await chatWithCustomer(emulator);
    await Promise.all([emulator.close(), emulator.close()]);
    await new Promise((resolve) => socket.websocket.once('close', resolve));
  })();
  await expect(fetch(url)).rejects.toThrow();
  expect(await SocketClient.refused(url.replace('http', 'ws'))).toBe(0);
});

it(
  'says what went wrong by a status, a header and a text alone, and no more of a token than that it is refused',
  withEmulator(async (emulator) => {
    const { chat, rest } = await chatWithCustomer(emulator);
    const refused = await rest.post('message');
    expect(refused.headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect(Object.keys(refused.body)).toEqual(['message']);

    const denied = [
      await new RestClient(emulator.url, 'wrong').say('x'),
      await new RestClient(emulator.url).say('x'),
      await new RestClient(emulator.url, chat.details.participantToken).say('x'),
    ];
    emulator.faults.expireTokens();
    denied.push(await rest.say('x'));
    chat.end();
    denied.push(await rest.say('x'));
    for (const { status, headers, body } of denied) {
      expect([status, headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
      expect(body).toEqual({ message: 'Access denied' });
    }
  }),
);

it(
  'says by an empty NextToken that nothing follows',
  withEmulator(async (emulator) => {
    const { chat, rest } = await chatWithCustomer(emulator);
    expect(await rest.transcript()).toMatchObject({ NextToken: '' });
    chat.customer.say('x');
    const first = await rest.transcript({ MaxResults: 1 });
    expect(first.NextToken).toMatch(/./);
    const second = await rest.transcript({ MaxResults: 1, NextToken: first.NextToken });
    expect(second).toMatchObject({ Transcript: [{ Type: 'EVENT' }], NextToken: '' });
  }),
);
