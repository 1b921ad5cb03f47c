import { WebSocket } from 'ws';
import type { Emulator } from '../../lib/emulator.js';
import { eventually } from './support/eventually.js';
import { connect, RestClient } from './support/RestClient.js';
import { SocketClient, summary } from './support/SocketClient.js';
import { chatWithCustomer, client, withEmulator, type Client } from './support/withEmulator.js';

const HEARTBEAT = { topic: 'aws/heartbeat' };
const PING = { topic: 'aws/ping' };

describe('frames', () => {
  it(
    'get lost, so many of them',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      emulator.faults.dropFrames({ times: 2 });
      for (const text of ['1', '2', '3']) chat.customer.say(text);
      await socket.hears('3');
      expect(chat.transcript.map(summary)).toEqual(['participant.joined', '1', '2', '3']);
    }),
  );

  it(
    'come twice, until that is undone',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const undo = emulator.faults.doubleFrames();
      chat.customer.say('1');
      undo();
      undo();
      chat.customer.say('2');
      await socket.hears('1', '1', '2');
    }),
  );

  it(
    'come late, and may be overtaken',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      emulator.faults.delayFrames(30, { times: 1 });
      chat.customer.say('slow');
      chat.customer.say('fast');
      await socket.hears('fast', 'slow');
    }),
  );

  it(
    'come in groups with the newest first; a short group waits a little',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      emulator.faults.reorderFrames(3);
      for (const text of ['1', '2', '3', '4', '5']) chat.customer.say(text);
      await socket.hears('3', '2', '1', '5', '4');
    }),
  );

  it(
    'can have several faults at a time, for one participant',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const agent = chat.join();
      const other = await client(emulator, agent.details);
      emulator.faults.doubleFrames({ participantId: chat.participantId });
      emulator.faults.dropFrames({ participantId: agent.id, times: 1 });
      chat.customer.say('1');
      chat.customer.say('2');
      await socket.hears('participant.joined', '1', '1', '2', '2');
      await other.socket.hears('2');
    }),
  );

  it(
    'of one contact only, on a socket with several',
    withEmulator(async (emulator) => {
      const [first, second] = [emulator.startChat(), emulator.startChat()];
      const agent = first.join({ agentId: 'bob' });
      second.join({ agentId: 'bob' });
      const { socket } = await client(emulator, agent.details);
      emulator.faults.dropFrames({ contactId: first.contactId });
      first.customer.say('lost');
      second.customer.say('heard');
      await socket.hears('participant.joined', 'heard');
    }),
  );

  it(
    'can be anything',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const garbage = [
        '',
        'no JSON',
        '[]',
        '{"topic":"aws/chat","content":"{"}',
        'x'.repeat(1_000_000),
      ];
      for (const text of garbage) expect(emulator.faults.sendRaw(text)).toBe(1);
      expect(emulator.faults.sendRaw('x', { participantId: 'nobody' })).toBe(0);
      expect(
        emulator.faults.gatewayError('Internal server error', { contactId: chat.contactId }),
      ).toBe(1);
      await eventually(() => expect(socket.frames).toHaveLength(7));
      expect(socket.frames.slice(1, 6)).toEqual(garbage);
      expect(JSON.parse(socket.frames[6]!)).toMatchObject({ message: 'Internal server error' });
    }),
  );
});

describe('sockets', () => {
  it(
    'are cut without a close frame, or closed with a code',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const agent = chat.join();
      const other = await client(emulator, agent.details);
      expect(emulator.faults.cutSockets({ participantId: agent.id })).toBe(1);
      await eventually(() => expect(other.socket.closeCode).toBe(1006));
      expect(emulator.faults.closeSockets(4_000)).toBe(1);
      await eventually(() => expect(socket.closeCode).toBe(4_000));
      expect(() => emulator.faults.closeSockets(1_006)).toThrow('1006 is no code of a close frame');
    }),
  );

  it(
    'are refused, so many times',
    withEmulator(async (emulator) => {
      const { socketUrl } = await connect(
        emulator.url,
        emulator.startChat().details.participantToken,
      );
      emulator.faults.refuseSockets({ times: 1 });
      emulator.faults.refuseSockets({ times: 1, status: 500 });
      expect(await SocketClient.refused(socketUrl)).toBe(403);
      expect(await SocketClient.refused(socketUrl)).toBe(500);
      await SocketClient.open(socketUrl);
    }),
  );

  it(
    'go silent: nothing goes in or out, and a close is not answered, until that is undone',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const undo = emulator.faults.silence({ participantId: chat.participantId });
      chat.customer.say('unheard');
      socket.send(HEARTBEAT);
      socket.websocket.close();
      await expect(eventually(() => expect(socket.closeCode).toBeDefined(), 100)).rejects.toThrow();
      expect(socket.websocket.readyState).toBe(WebSocket.CLOSING);
      expect(socket.topics()).toEqual(['aws/subscribe']);
      expect(emulator.sockets().open).toBe(1);
      undo();
      await eventually(() => expect(socket.closeCode).toBe(1005));
    }),
  );

  it(
    'withhold heartbeats, or pings, or fail pings',
    withEmulator(async (emulator) => {
      const { socket } = await chatWithCustomer(emulator);
      emulator.faults.withholdHeartbeats({ times: 1 });
      emulator.faults.withholdPings({ times: 1 });
      emulator.faults.failPings(500, { times: 1 });
      for (const frame of [HEARTBEAT, PING, PING, PING, HEARTBEAT]) socket.send(frame);
      await eventually(() =>
        expect(socket.parsed().slice(1)).toEqual([
          { topic: 'aws/ping', statusCode: 500, statusContent: 'Error' },
          { topic: 'aws/ping', statusCode: 200, statusContent: 'OK' },
          HEARTBEAT,
        ]),
      );
    }),
  );

  it(
    'withhold subscription answers, or refuse subscriptions',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      const socket = await SocketClient.open(socketUrl);
      emulator.faults.withholdSubscriptionAnswers({ times: 1 });
      emulator.faults.refuseSubscriptions('failure', { times: 1 });
      socket.subscribe();
      socket.subscribe();
      await eventually(() =>
        expect(socket.parsed()).toMatchObject([{ content: { status: 'failure' } }]),
      );
      chat.customer.say('unheard');
      socket.subscribe();
      await eventually(() => expect(socket.frames).toHaveLength(2));
      expect(socket.said()).toEqual([]);
    }),
  );
});

describe('operations', () => {
  const message = { ContentType: 'text/plain', Content: 'x' };

  it(
    'fail with any error, without effect',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      emulator.faults.failOperation('SendMessage', {
        error: 'ThrottlingException',
        message: 'Slow down',
        retryAfterSeconds: 3,
        times: 1,
      });
      const answer = await rest.say('x');
      expect(answer.status).toBe(429);
      expect(answer.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
      expect(answer.headers.get('retry-after')).toBe('3');
      expect(answer.body).toEqual({ message: 'Slow down' });

      emulator.faults.failOperation('*', { times: 1 });
      expect(await rest.outcome('transcript')).toBe('500 InternalServerException');
      emulator.faults.failOperation('SendEvent', { error: 'BadGateway', status: 502, times: 1 });
      expect(await rest.outcome('event')).toBe('502 BadGateway');
      expect(await rest.outcome('message', message)).toBe('200');
      expect(chat.transcript.map(summary)).toEqual(['participant.joined', 'x']);
    }),
  );

  it(
    'fail for one participant only, even with an expired token',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      const undo = emulator.faults.failOperation('*', {
        participantId: chat.participantId,
        status: 503,
      });
      emulator.faults.expireTokens({ participantId: chat.participantId });
      expect((await rest.say('x')).status).toBe(503);
      expect((await agent.rest.say('x')).status).toBe(200);
      undo();
      expect(await rest.outcome('message', message)).toBe('403 AccessDeniedException');
    }),
  );

  it(
    'lose their answer after they took effect',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      emulator.faults.loseAnswer('SendMessage', { times: 1 });
      await expect(rest.say('Once', { ClientToken: 'a' })).rejects.toThrow();
      expect((await rest.say('Once', { ClientToken: 'a' })).body.Id).toBe(
        chat.transcript.at(-1)?.Id,
      );
      expect(chat.transcript.map(summary)).toEqual(['participant.joined', 'Once']);
      expect(emulator.requests.entries.slice(-2).map(({ status }) => status)).toEqual([0, 200]);
    }),
  );

  it(
    'are held for a while before they take effect',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      emulator.faults.delayOperation('SendMessage', 300, { participantId: chat.participantId });
      const slow = rest.say('slow');
      await agent.rest.say('fast');
      await slow;
      expect(chat.transcript.map(summary).slice(2)).toEqual(['fast', 'slow']);
    }),
  );

  it(
    'of the storage fail too, as XML',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const item = chat.customer.attach({ name: 'a', contentType: 'text/plain', content: 'x' });
      const { body } = await rest.post('attachment', {
        AttachmentId: item.Attachments![0]!.AttachmentId,
      });
      emulator.faults.failOperation('DownloadAttachment', {
        error: 'SlowDown',
        status: 503,
        times: 1,
      });
      const response = await fetch(body.Url);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('<Code>SlowDown</Code>');
      emulator.faults.loseAnswer('DownloadAttachment', { times: 1 });
      await expect(fetch(body.Url)).rejects.toThrow();
    }),
  );
});

describe('lifetimes', () => {
  it(
    'are shorter for what is issued from then on',
    withEmulator(
      async (emulator) => {
        const chat = emulator.startChat();
        const undo = emulator.faults.shortenLifetimes({
          connectionToken: 90_000,
          websocketUrl: 1_000,
        });
        const rest = new RestClient(emulator.url, chat.details.participantToken);
        const types = { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] };
        const { body } = await rest.post('connection', types);
        expect(body.ConnectionCredentials.Expiry).toBe('2025-01-01T00:01:30.000Z');
        expect(body.Websocket.ConnectionExpiry).toBe('2025-01-01T00:00:01.000Z');
        undo();
        const later = await rest.post('connection', types);
        expect(later.body.ConnectionCredentials.Expiry).toBe('2025-01-02T00:00:00.000Z');
      },
      { now: () => Date.parse('2025-01-01T00:00:00Z') },
    ),
  );
});

describe('offline', () => {
  const everythingFails = async (
    emulator: Emulator,
    { rest, socket }: Client,
    socketUrl: string,
  ) => {
    await eventually(() => expect(socket.closeCode).toBe(1006));
    await expect(rest.say('x')).rejects.toThrow();
    expect(await SocketClient.refused(socketUrl)).toBe(0);
  };

  it(
    'cuts one participant off, until that is undone; the others go on',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      const agent = await client(emulator, chat.join().details);

      const undo = emulator.faults.offline(chat.details);
      await everythingFails(emulator, { rest, socket }, socketUrl);
      expect((await agent.rest.say('anyone?')).status).toBe(200);
      undo();

      expect((await rest.say('back')).status).toBe(200);
      const again = await SocketClient.subscribed(socketUrl);
      chat.customer.say('and heard');
      await again.hears('and heard');
      expect(chat.transcript.map(summary).slice(2)).toEqual(['anyone?', 'back', 'and heard']);
    }),
  );

  it(
    'cuts everyone off, and clear undoes every fault',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const { socketUrl } = await connect(emulator.url, chat.details.participantToken);
      emulator.faults.offline();
      await everythingFails(emulator, { rest, socket }, socketUrl);
      emulator.faults.clear();
      expect((await rest.say('back')).status).toBe(200);
    }),
  );
});

it(
  'a fault cannot strike less than once',
  withEmulator(async (emulator) => {
    expect(() => emulator.faults.dropFrames({ times: 0 })).toThrow(RangeError);
    return Promise.resolve();
  }),
);
