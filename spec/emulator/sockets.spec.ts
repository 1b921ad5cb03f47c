import { request } from 'node:http';
import { connect } from './support/RestClient.js';
import { eventually } from './support/eventually.js';
import { SocketClient } from './support/SocketClient.js';
import { chatWithCustomer, client, withEmulator } from './support/withEmulator.js';

describe('a websocket URL', () => {
  it(
    'opens sockets until it expires, and none after that',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      await SocketClient.open(socketUrl);
      await SocketClient.open(socketUrl);
      emulator.faults.expireWebsocketUrls();
      expect(await SocketClient.refused(socketUrl)).toBe(403);
      expect(await SocketClient.refused(socketUrl.replace(/ticket=.*/, 'ticket=unknown'))).toBe(
        403,
      );
      expect(emulator.requests.count('OpenSocket')).toBe(4);
    }),
  );

  it('lasts 100 s', async () => {
    let now = Date.now();
    await withEmulator(
      async (emulator) => {
        const { socketUrl } = await connect(
          emulator.url,
          emulator.startChat().details.participantToken,
        );
        now += 99_999;
        await SocketClient.open(socketUrl);
        now += 1;
        expect(await SocketClient.refused(socketUrl)).toBe(403);
      },
      { now: () => now },
    )();
  });

  it(
    'is refused once the chat has ended',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      chat.end();
      expect(await SocketClient.refused(socketUrl)).toBe(403);
    }),
  );
});

describe('a socket', () => {
  it(
    'answers subscriptions, heartbeats and pings',
    withEmulator(async (emulator) => {
      const { socket } = await chatWithCustomer(emulator);
      socket.send({ topic: 'aws/heartbeat' });
      socket.send({ topic: 'aws/ping' });
      await eventually(() =>
        expect(socket.parsed()).toEqual([
          { topic: 'aws/subscribe', content: { status: 'success', topics: ['aws/chat'] } },
          { topic: 'aws/heartbeat' },
          { topic: 'aws/ping', statusCode: 200, statusContent: 'OK' },
        ]),
      );
    }),
  );

  it(
    'brings no items before it is subscribed',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      const socket = await SocketClient.open(socketUrl);
      chat.customer.say('unheard');
      socket.subscribe();
      await eventually(() => expect(socket.topics()).toEqual(['aws/subscribe']));
      chat.customer.say('heard');
      await socket.hears('heard');
    }),
  );

  it.each([
    ['no JSON', 'garbage'],
    ['no object', '[1]'],
    ['no topic', '{}'],
    ['an unknown topic', '{"topic":"aws/nonsense"}'],
    ['nothing', ''],
  ])('answers %s as the gateway does, and lives on', (_, frame) =>
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      socket.send(frame);
      await eventually(() =>
        expect(socket.parsed()[1]).toEqual({
          message: 'Forbidden',
          connectionId: expect.any(String) as string,
          requestId: expect.any(String) as string,
        }),
      );
      chat.customer.say('still here');
      await socket.hears('still here');
    })(),
  );

  it(
    'takes what follows a frame for nothing, as the subscription of the vendor’s iOS SDK needs it',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      const socket = await SocketClient.open(socketUrl);
      socket.send('{"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}})');
      await eventually(() =>
        expect(socket.parsed()).toEqual([
          { topic: 'aws/subscribe', content: { status: 'success', topics: ['aws/chat'] } },
        ]),
      );
      chat.customer.say('heard');
      await socket.hears('heard');
    }),
  );

  it(
    'refuses a subscription without topics',
    withEmulator(async (emulator) => {
      const { socket } = await chatWithCustomer(emulator);
      socket.send({ topic: 'aws/subscribe', content: { topics: 'aws/chat' } });
      await eventually(() =>
        expect(socket.parsed()[1]).toMatchObject({ content: { status: 'failure' } }),
      );
    }),
  );

  it(
    'takes binary frames as text, and closes at frames of more than 128 KiB',
    withEmulator(async (emulator) => {
      const { socket } = await chatWithCustomer(emulator);
      socket.websocket.send(Buffer.from('{"topic":"aws/heartbeat"}'));
      await eventually(() => expect(socket.topics()).toContain('aws/heartbeat'));
      socket.send('x'.repeat(128 * 1024 + 1));
      await eventually(() => expect(socket.closeCode).toBe(1009));
      await eventually(() => expect(emulator.sockets().open).toBe(0));
    }),
  );

  it(
    'is closed by the service when its time is over',
    withEmulator(
      async (emulator) => {
        const { participantToken } = emulator.startChat().details;
        const { socketUrl } = await connect(emulator.url, participantToken);
        const socket = new SocketClient(socketUrl);
        await eventually(() => expect(socket.closeCode).toBe(1001));
        expect(emulator.sockets().open).toBe(0);
      },
      { lifetimes: { socket: 50 } },
    ),
  );

  it(
    'is one of several that all bring the items of a participant',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const second = await client(emulator, chat.details);
      expect(emulator.sockets({ contactId: chat.contactId })).toEqual({ open: 2, subscribed: 2 });
      chat.customer.say('to both');
      await socket.hears('to both');
      await second.socket.hears('to both');
      socket.close();
      await eventually(() => expect(emulator.sockets().open).toBe(1));
    }),
  );

  it(
    'brings an agent the items of all its contacts, each once',
    withEmulator(async (emulator) => {
      const [first, second, other] = [
        emulator.startChat(),
        emulator.startChat(),
        emulator.startChat(),
      ];
      const agent = first.join({ agentId: 'bob' });
      second.join({ agentId: 'bob' });
      second.join({ agentId: 'bob', role: 'SUPERVISOR' });
      const { socket } = await client(emulator, agent.details);

      first.customer.say('one');
      other.customer.say('of no concern');
      second.customer.say('two');
      await socket.hears('participant.joined', 'one', 'participant.joined', 'two');
      expect(socket.items().map(({ ContactId }) => ContactId)).toEqual([
        first.contactId,
        first.contactId,
        second.contactId,
        second.contactId,
      ]);
    }),
  );

  it(
    'of an agent stays open when one of its chats ends',
    withEmulator(
      async (emulator) => {
        const [first, second] = [emulator.startChat(), emulator.startChat()];
        const agent = first.join({ agentId: 'bob' });
        second.join({ agentId: 'bob' });
        const { socket } = await client(emulator, agent.details);
        const customer = await client(emulator, first.details);
        first.end();
        await eventually(() => expect(customer.socket.closeCode).toBe(1000));
        second.customer.say('and you?');
        await socket.hears('participant.joined', 'chat.ended', 'participant.joined', 'and you?');
      },
      { lifetimes: { socketAfterEnd: 10 } },
    ),
  );
});

describe('a bad handshake', () => {
  const upgrade = (url: string, path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(url + path, { headers: { connection: 'upgrade', ...headers } });
      asked.on('response', (response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      });
      asked.on('error', reject);
      asked.end();
    });

  it(
    'is refused, and the server stays up',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      const path = socketUrl.slice(socketUrl.indexOf('/socket'));
      const websocket = { upgrade: 'websocket', 'sec-websocket-version': '13' };
      const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

      expect(await upgrade(emulator.url, '/elsewhere', { ...websocket, ...key })).toBe(404);
      expect(await upgrade(emulator.url, '/socket', { ...websocket, ...key })).toBe(404);
      expect(await upgrade(emulator.url, '/socket?ticket=../..', { ...websocket, ...key })).toBe(
        404,
      );
      expect(await upgrade(emulator.url, path, websocket)).toBe(400);
      expect(await upgrade(emulator.url, path, { upgrade: 'pigeon' })).toBe(400);
      expect((await fetch(`${emulator.url}/socket`)).status).toBe(404);
      await SocketClient.open(socketUrl);
    }),
  );
});
