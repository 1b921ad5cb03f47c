import type { Emulator } from '../../lib/emulator.js';
import { eventually } from './support/eventually.js';
import { connect, RestClient } from './support/RestClient.js';
import { summary } from './support/SocketClient.js';
import { chatWithCustomer, client, withEmulator } from './support/withEmulator.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, never>;
}

/** Asks the control API. */
const control = async (
  emulator: Emulator,
  path: string,
  body?: unknown,
  method = 'POST',
): Promise<Answer> => {
  const answer = await new RestClient(emulator.url).request(method, `/emulator${path}`, body);
  return answer as unknown as Answer;
};

describe('the control API', () => {
  it(
    'starts chats whose flow says something once the customer is there',
    withEmulator(async (emulator) => {
      const { body } = await control(emulator, '/chats', { welcome: 'Welcome' });
      const { socket } = await client(emulator, { participantToken: body['participantToken']! });
      await socket.hears('Welcome');
    }),
  );

  it(
    'starts chats, and shows them without tokens',
    withEmulator(async (emulator) => {
      const { body } = await control(emulator, '/chats', {
        displayName: 'Ann',
        initialMessage: 'Hello?',
      });
      const { rest } = await connect(emulator.url, body['participantToken']!);
      expect((await rest.transcript()).Transcript.map(summary)).toEqual([
        'participant.joined',
        'Hello?',
      ]);

      const path = `/contacts/${String(body['contactId'])}`;
      expect((await control(emulator, path, undefined, 'GET')).body).toEqual({
        contactId: body['contactId'],
        ended: false,
        participants: [
          {
            participantId: body['participantId'],
            role: 'CUSTOMER',
            displayName: 'Ann',
            present: true,
          },
        ],
      });
      const { transcript } = (await control(emulator, `${path}/transcript`, undefined, 'GET')).body;
      expect(transcript).toHaveLength(2);
    }),
  );

  it(
    'drives participants',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const join = await control(emulator, `/contacts/${chat.contactId}/join`, {
        displayName: 'Bob',
      });
      const agent = join.body as unknown as { participantId: string; participantToken: string };
      const { Id } = (await rest.say('Hello')).body;
      const act = (action: string, body: object = {}) =>
        control(emulator, `/participants/${agent.participantId}/${action}`, body);

      await act('type');
      await act('say', { content: 'Hi' });
      await act('deliver', { messageId: Id });
      await act('read', { messageId: Id });
      await act('attach', { name: 'a.txt', contentType: 'text/plain', content: 'x' });
      await act('event', { name: 'participant.idle' });
      await act('stream', { pieces: ['a', 'b'] });
      await act('rename', { displayName: 'Robert' });
      await act('leave');
      await socket.hears(
        'participant.joined',
        'Hello',
        'typing',
        'Hi',
        'message.metadata',
        'message.metadata',
        'file a.txt',
        'participant.idle',
        'a',
        'b',
        'ab',
        'participant.displayname.updated',
        'participant.left',
      );
    }),
  );

  it(
    'shows a view',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const show = (body: object) =>
        control(emulator, `/participants/${chat.join().id}/show-view`, body);
      const view = { Id: 'form', Name: 'Form', Content: { Template: '{}' } };
      await show({ view, viewData: { name: 'Ann' } });

      const { data } = JSON.parse(chat.transcript.at(-1)?.Content ?? '') as {
        data: { content: { viewToken: string; viewData: string } };
      };
      expect(JSON.parse(data.content.viewData)).toEqual({ name: 'Ann' });
      const { body } = await rest.request('GET', `/participant/views/${data.content.viewToken}`);
      expect(body.View).toEqual(view);
      expect((await show({})).status).toBe(400);
    }),
  );

  it(
    'drives contacts',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = chat.join();
      const act = (action: string, body: object = {}) =>
        control(emulator, `/contacts/${chat.contactId}/${action}`, body);

      await act('emit', { name: 'participant.idle', from: agent.id });
      await act('rehydrate');
      await act('hold-messages');
      const { Id } = (await rest.say('held')).body;
      await act('settle-message', { messageId: Id, content: 'through' });
      const { sessionId } = (await act('initiate-authentication')).body;
      await act('settle-authentication', { sessionId, outcome: 'failed' });
      await act('transfer', { displayName: 'Eve', agentId: 'eve' });
      await act('end');
      await socket.hears(
        'participant.joined',
        'participant.idle',
        'chat.rehydrated',
        'held',
        'through',
        'authentication.initiated',
        'authentication.failed',
        'participant.left',
        'transfer.succeeded',
        'participant.joined',
        'chat.ended',
      );
      const late = await control(emulator, `/participants/${agent.id}/say`, { content: 'x' });
      expect(late.status).toBe(409);
    }),
  );

  it(
    'adds faults and undoes them, one or all',
    withEmulator(async (emulator) => {
      const { chat, socket } = await chatWithCustomer(emulator);
      const { participantId } = chat;
      const { faultId } = (
        await control(emulator, '/faults', { fault: 'dropFrames', participantId })
      ).body;
      chat.customer.say('lost');
      expect(
        (await control(emulator, `/faults/${String(faultId)}`, undefined, 'DELETE')).status,
      ).toBe(200);
      expect(
        (await control(emulator, `/faults/${String(faultId)}`, undefined, 'DELETE')).status,
      ).toBe(404);
      await control(emulator, '/faults', { fault: 'doubleFrames' });
      chat.customer.say('twice');
      await control(emulator, '/faults', undefined, 'DELETE');
      chat.customer.say('once');
      await socket.hears('twice', 'twice', 'once');
      const ofNobody = { fault: 'cutSockets', agentId: 'nobody' };
      expect((await control(emulator, '/faults', ofNobody)).body).toEqual({ sockets: 0 });
      expect((await control(emulator, '/faults', { fault: 'cutSockets' })).body).toEqual({
        sockets: 1,
      });
      await eventually(() => expect(socket.closeCode).toBe(1006));
    }),
  );

  it.each<[string, object]>([
    ['delayFrames', { delayMs: 1 }],
    ['reorderFrames', { count: 2 }],
    ['refuseSockets', { status: 503 }],
    ['silence', {}],
    ['offline', { times: 1 }],
    ['withholdHeartbeats', {}],
    ['withholdPings', {}],
    ['failPings', { statusCode: 404 }],
    ['withholdSubscriptionAnswers', {}],
    ['refuseSubscriptions', { status: 'no' }],
    [
      'failOperation',
      { operation: 'SendMessage', error: 'ThrottlingException', retryAfterSeconds: 1 },
    ],
    ['loseAnswer', { operation: '*' }],
    ['delayOperation', { operation: 'GetTranscript', delayMs: 5 }],
    ['shortenLifetimes', { lifetimes: { socket: 1_000 } }],
    ['closeSockets', { code: 4_001 }],
    ['closeSockets', {}],
    ['sendRaw', { text: '' }],
    ['gatewayError', { message: 'Forbidden' }],
    ['expireTokens', {}],
    ['expireWebsocketUrls', {}],
    ['expireAttachmentUrls', {}],
  ])('knows the fault %s', (fault, fields) =>
    withEmulator(async (emulator) => {
      expect((await control(emulator, '/faults', { fault, ...fields })).status).toBe(200);
    })(),
  );

  it(
    'takes a participant off its network and back on',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const offline = (on: boolean) =>
        control(emulator, `/participants/${chat.participantId}/offline`, { on });
      await offline(true);
      await offline(true);
      await eventually(() => expect(socket.closeCode).toBe(1006));
      await expect(rest.say('x')).rejects.toThrow();
      await offline(false);
      expect((await rest.say('x')).status).toBe(200);
      await client(emulator, chat.details);
    }),
  );

  it(
    'finds ids that are percent-encoded in the path',
    withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      chat.join({ participantId: 'the agent/1' });
      const { status } = await control(emulator, '/participants/the%20agent%2F1/say', {
        content: 'x',
      });
      expect(status).toBe(200);
    }),
  );

  it(
    'shows what was requested, and forgets it when told',
    withEmulator(async (emulator) => {
      const { chat } = await chatWithCustomer(emulator);
      const { requests } = (await control(emulator, '/requests', undefined, 'GET')).body;
      expect(requests).toMatchObject([
        {
          operation: 'CreateParticipantConnection',
          participantId: chat.participantId,
          status: 200,
        },
        { operation: 'OpenSocket', status: 101 },
      ]);
      await control(emulator, '/requests', undefined, 'DELETE');
      expect((await control(emulator, '/requests', undefined, 'GET')).body).toEqual({
        requests: [],
      });
      expect((await control(emulator, '', undefined, 'GET')).body).toMatchObject({
        url: emulator.url,
      });
    }),
  );

  it.each<[string, string, string, unknown, number]>([
    ['an unknown contact', 'POST', '/contacts/none/join', {}, 404],
    ['an unknown participant', 'POST', '/participants/none/say', { content: 'x' }, 404],
    ['an unknown action', 'POST', '/contacts/none/dance', {}, 404],
    ['an unknown group', 'POST', '/nonsense', {}, 404],
    ['an unknown method', 'PATCH', '/chats', {}, 404],
    ['too long a path', 'POST', '/chats/a/b/c', {}, 404],
    ['an unknown fault', 'POST', '/faults', { fault: 'rain' }, 400],
    ['a fault that is not said', 'POST', '/faults', {}, 400],
    ['a fault less than once', 'POST', '/faults', { fault: 'dropFrames', times: 0 }, 400],
    ['a delay without its length', 'POST', '/faults', { fault: 'delayFrames' }, 400],
    ['an unknown operation', 'POST', '/faults', { fault: 'loseAnswer', operation: 'Sing' }, 400],
    [
      'a close code of the protocol',
      'POST',
      '/faults',
      { fault: 'closeSockets', code: 1_006 },
      400,
    ],
    [
      'lifetimes that are none',
      'POST',
      '/faults',
      { fault: 'shortenLifetimes', lifetimes: { socket: -1 } },
      400,
    ],
    ['no JSON', 'POST', '/chats', '{', 400],
    ['no object', 'POST', '/chats', [], 400],
    ['a number for a name', 'POST', '/chats', { displayName: 7 }, 400],
    ['a path that is not percent-encoded', 'POST', '/contacts/%E0%A4%A/end', {}, 400],
    ['__proto__ for an action', 'POST', '/contacts/none/__proto__', {}, 404],
  ])('refuses %s', (_, method, path, body, status) =>
    withEmulator(async (emulator) => {
      const answer = await control(emulator, path, body, method);
      expect(answer.status).toBe(status);
      expect(answer.body['message']).toMatch(/./);
    })(),
  );

  it(
    'names what is wrong with a request',
    withEmulator(async (emulator) => {
      const { contactId, participantId } = emulator.startChat();
      const message = async (path: string, body: object) =>
        (await control(emulator, path, body)).body['message'];
      expect(await message(`/participants/${participantId}/say`, {})).toBe('content is required');
      expect(await message(`/contacts/${contactId}/join`, { role: 'KING' })).toBe(
        'role must be one of CUSTOMER, AGENT, SYSTEM, CUSTOM_BOT, SUPERVISOR',
      );
      expect(await message(`/contacts/${contactId}/transfer`, { from: 'x' })).toBe(
        'from is not the id of a participant of this contact',
      );
    }),
  );
});
