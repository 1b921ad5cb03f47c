import { firstValueFrom, from, map } from 'rxjs';
import { ChatClient } from '../../lib/chatjs/chatClient.js';
import type { CreateParticipantConnectionAnswer, ParticipantApi } from '../../lib/lite.js';
import { virtualPage } from './support/virtualSession.js';

type Call = readonly unknown[];

/** A page's own client, over the fake service; its backend has the participant token. */
class Backend extends ChatClient {
  readonly calls: Call[] = [];
  constructor(
    private readonly api: ParticipantApi,
    private readonly token: string,
  ) {
    super();
  }
  override createParticipantConnection(
    ...args: Parameters<ChatClient['createParticipantConnection']>
  ) {
    this.calls.push(['createParticipantConnection', ...args]);
    return this.#answer('createParticipantConnection', {
      ParticipantToken: this.token,
      Type: args[1],
      ConnectParticipant: args[2],
    });
  }
  override disconnectParticipant(ConnectionToken: string) {
    return this.#answer('disconnectParticipant', { ConnectionToken });
  }
  override sendMessage(...args: Parameters<ChatClient['sendMessage']>) {
    this.calls.push(['sendMessage', ...args]);
    const [ConnectionToken, Content, ContentType, ClientToken] = args;
    return this.#answer('sendMessage', { ConnectionToken, Content, ContentType, ClientToken });
  }
  override sendEvent(...args: Parameters<ChatClient['sendEvent']>) {
    this.calls.push(['sendEvent', ...args]);
    const [ConnectionToken, ContentType, Content, ClientToken] = args;
    return this.#answer('sendEvent', { ConnectionToken, Content, ContentType, ClientToken });
  }
  override getTranscript(...args: Parameters<ChatClient['getTranscript']>) {
    this.calls.push(['getTranscript', ...args]);
    return this.#answer('getTranscript', {
      ConnectionToken: args[0],
      MaxResults: args[1].maxResults,
    });
  }
  override sendAttachment(...args: Parameters<NonNullable<ChatClient['sendAttachment']>>) {
    this.calls.push(['sendAttachment', ...args]);
    return Promise.resolve({ data: { AttachmentId: 'a' } });
  }
  override getAttachmentURL(...args: Parameters<NonNullable<ChatClient['getAttachmentURL']>>) {
    this.calls.push(['getAttachmentURL', ...args]);
    return Promise.resolve('https://files.example/a');
  }
  override getAuthenticationUrl(
    ...args: Parameters<NonNullable<ChatClient['getAuthenticationUrl']>>
  ) {
    this.calls.push(['getAuthenticationUrl', ...args]);
    return Promise.resolve({ data: { AuthenticationUrl: 'https://login.example' } });
  }
  async #answer(operation: keyof ParticipantApi, request: object) {
    const ask = this.api[operation] as (request: object) => ReturnType<ParticipantApi['sendEvent']>;
    return { data: await firstValueFrom(from(ask({ ...request, ...this.kept }))) };
  }
  /** What the backend adds to each request. */
  protected readonly kept: { ConnectionToken?: string } = {};
}

/** A backend that keeps the connection token as well. */
class KeepingBackend extends Backend {
  override async createParticipantConnection(
    ...args: Parameters<ChatClient['createParticipantConnection']>
  ) {
    const { data } = await super.createParticipantConnection(...args);
    const { ConnectionCredentials, ...rest } = data as CreateParticipantConnectionAnswer;
    this.kept.ConnectionToken = ConnectionCredentials?.ConnectionToken ?? '';
    return { data: rest as never };
  }
}

const setUp = async (where: 'session' | 'page', Client: typeof Backend = Backend) => {
  const page = virtualPage();
  const contact = page.emulator.startChat();
  const { participantToken, ...chatDetails } = contact.details;
  const client = new Client(page.api, participantToken);
  if (where === 'page') page.ChatSession.setGlobalConfig({ customChatClient: client });
  const session = page.ChatSession.create({
    chatDetails,
    type: 'CUSTOMER',
    ...(where === 'session' && { options: { customChatClient: client } }),
  });
  const connected = session.connect();
  await page.pass(200);
  await expect(connected).resolves.toMatchObject({ connectSuccess: true });
  const { connectionToken } = session.getChatDetails().connectionDetails ?? {};
  return { ...page, contact, client, session, connectionToken };
};

describe('a ChatClient of the page', () => {
  it.each(['session', 'page'] as const)(
    'serves instead of the service: given by the %s',
    async (where) => {
      const { pass, client, session, contact, connectionToken, endpoints } = await setUp(where);
      const sent = session.sendMessage({
        message: 'Hi',
        contentType: 'text/plain',
        clientToken: 't',
      });
      await pass(100);
      await expect(sent).resolves.toMatchObject({ data: { Id: contact.transcript.at(-1)?.Id } });
      expect(endpoints).toEqual([]);
      expect(client.calls).toEqual(
        expect.arrayContaining<Call>([
          ['createParticipantConnection', null, ['WEBSOCKET', 'CONNECTION_CREDENTIALS'], null],
          ['sendMessage', connectionToken, 'Hi', 'text/plain', 't'],
        ]),
      );
    },
  );

  it('is given arguments in its own order', async () => {
    const { pass, client, session, connectionToken } = await setUp('session');
    client.calls.length = 0;
    const contentType = 'application/vnd.amazonaws.connect.event.connection.acknowledged';
    const attachment = new File(['x'], 'x.txt', { type: 'text/plain' });
    const asked = [
      session.sendEvent({ contentType, clientToken: 't' }),
      session.getTranscript({ maxResults: 3, startPosition: { mostRecent: 3 } }),
      session.sendAttachment({ attachment, metadata: 'm' }),
      session.getAttachmentURL({ attachmentId: 'a' }),
      session.getAuthenticationUrl({ redirectUri: 'https://page.example', sessionId: 's' }),
    ];
    await pass(200);
    const answers = await Promise.all(asked);
    expect(answers.slice(2)).toMatchObject([
      { data: { AttachmentId: 'a' }, metadata: 'm' },
      'https://files.example/a',
      { data: { AuthenticationUrl: 'https://login.example' } },
    ]);
    expect(client.calls).toMatchObject([
      ['sendEvent', connectionToken, contentType, undefined, 't'],
      [
        'getTranscript',
        connectionToken,
        {
          maxResults: 3,
          scanDirection: 'BACKWARD',
          sortOrder: 'ASCENDING',
          startPosition: { mostRecent: 3 },
        },
      ],
      ['sendAttachment', connectionToken, attachment, 'm'],
      ['getAttachmentURL', connectionToken, 'a'],
      ['getAuthenticationUrl', connectionToken, 'https://page.example', 's'],
    ]);
  });

  it('may lack what is optional, also as an object that extends nothing', async () => {
    const { pass, client, session } = await setUp('session');
    const asked = [
      session.describeView({ viewToken: 'v', metadata: 'm' }),
      session.downloadAttachment({ attachmentId: 'a' }),
      session.cancelParticipantAuthentication({ sessionId: 's' }),
    ];
    Object.assign(client, { getAttachmentURL: undefined, sendAttachment: undefined });
    asked.push(
      session.getAttachmentURL({ attachmentId: 'a' }) as never,
      session.sendAttachment({ attachment: new File(['x'], 'x.txt') }) as never,
    );
    const outcomes = Promise.allSettled(asked);
    await pass(100);
    expect(
      (await outcomes).map((outcome) => 'reason' in outcome && (outcome.reason as unknown)),
    ).toMatchObject([
      { type: 'Unsupported', metadata: 'm' },
      { type: 'Unsupported' },
      { type: 'Unsupported' },
      { type: 'Unsupported' },
      { type: 'Unsupported' },
    ]);
  });

  it("fails as the service does, where its backend's error has a status", async () => {
    const { pass, client, session } = await setUp('session');
    jest
      .spyOn(client, 'sendMessage')
      .mockRejectedValue({ name: 'ValidationException', statusCode: 400 });
    const sent = session.sendMessage({ message: 'Hi', contentType: 'text/plain' });
    const rejected = expect(sent).rejects.toMatchObject({
      type: 'ValidationException',
      statusCode: 400,
    });
    await pass(100);
    await rejected;
    expect(client.sendMessage).toHaveBeenCalledTimes(1);
  });
});

describe('a ChatClient whose backend keeps both tokens', () => {
  it('is handed null for them, and is asked for no other token', async () => {
    const { pass, client, session, contact, emulator } = await setUp('session', KeepingBackend);
    const agent = contact.join();
    const heard: unknown[] = [];
    session.onMessage(({ data }) => heard.push(data.Content));
    const sent = session.sendMessage({ message: 'Hi', contentType: 'text/plain' });
    const page = session.getTranscript({});
    agent.say('Hello');
    await pass(100);
    await Promise.all([sent, page]);
    expect(heard).toEqual(expect.arrayContaining(['Hi', 'Hello']));
    expect(session.getChatDetails().connectionDetails).toMatchObject({ connectionToken: null });
    const refused = emulator.faults.failOperation('SendMessage', {
      error: 'AccessDeniedException',
    });
    const denied = session.sendMessage({ message: 'again', contentType: 'text/plain' });
    const rejected = expect(denied).rejects.toMatchObject({ type: 'AccessDeniedException' });
    await pass(300);
    await rejected;
    refused();
    await pass(120_000);
    const called = (method: string) => client.calls.filter(([name]) => name === method);
    expect(called('createParticipantConnection')).toHaveLength(1);
    expect(called('sendMessage').map(([, token]) => token)).toEqual([null, null, null]);
    expect(called('getTranscript').map(([, token]) => token)).not.toContain(undefined);
    expect(new Set(called('getTranscript').map(([, token]) => token))).toEqual(new Set([null]));
  });

  it('has its files asked for with null, too', async () => {
    const { pass, client, session } = await setUp('session', KeepingBackend);
    client.calls.length = 0;
    const attachment = new File(['x'], 'x.txt');
    const asked = [
      session.sendAttachment({ attachment }),
      session.getAttachmentURL({ attachmentId: 'a' }),
    ];
    await pass(100);
    await Promise.all(asked);
    expect(client.calls).toMatchObject([
      ['sendAttachment', null, attachment, undefined],
      ['getAttachmentURL', null, 'a'],
    ]);
  });
});

it('takes an answer of the service without a token for malformed: connect() rejects', async () => {
  const page = virtualPage();
  const { emulator, api } = page;
  const session = page.ChatSession.create({
    chatDetails: emulator.startChat().details,
    type: 'CUSTOMER',
    options: {
      api: {
        ...api,
        createParticipantConnection: (request) =>
          from(api.createParticipantConnection(request)).pipe(
            map(({ Websocket }) => ({ Websocket })),
          ),
      },
    },
  });
  const rejected = expect(session.connect()).rejects.toMatchObject({
    connectSuccess: false,
    _debug: { _debug: { type: 'InternalServerException' } },
  });
  await page.pass(20_000);
  await rejected;
  expect(emulator.requests.count('CreateParticipantConnection')).toBeLessThanOrEqual(5);
});

it('gives a page of the history that begins at the newest item an empty startPosition', async () => {
  const { client } = await setUp('session');
  const pages = client.calls.filter(([method]) => method === 'getTranscript');
  expect(pages).not.toHaveLength(0);
  expect(pages[0]?.[2]).toMatchObject({ startPosition: {} });
});

it('is removed from the page by null', () => {
  const page = virtualPage();
  page.ChatSession.setGlobalConfig({ customChatClient: new Backend(page.api, 'none') });
  page.ChatSession.setGlobalConfig({ region: 'eu-west-2' });
  const { participantToken, ...details } = page.emulator.startChat().details;
  const create = (chatDetails: object) => () =>
    page.ChatSession.create({ chatDetails, type: 'CUSTOMER' });
  expect(create(details)).not.toThrow();
  page.ChatSession.setGlobalConfig({ customChatClient: null });
  expect(create(details)).toThrow('participantToken');
  expect(create({ ...details, participantToken })).not.toThrow();
  expect(page.endpoints).toHaveLength(1);
});

it("takes an api of createChat, which counts more than the page's ChatClient", async () => {
  const page = virtualPage();
  page.ChatSession.setGlobalConfig({ customChatClient: new Backend(page.api, 'none') });
  const session = page.ChatSession.create({
    chatDetails: page.emulator.startChat().details,
    type: 'CUSTOMER',
    options: { api: page.api },
  });
  const connected = session.connect();
  await page.pass(200);
  await expect(connected).resolves.toMatchObject({ connectSuccess: true });
  expect(page.endpoints).toEqual([]);
});
