import { firstValueFrom, from, lastValueFrom, type ObservableInput } from 'rxjs';
import type { ParticipantApi } from '../../../lib/api/participantApi.js';
import { ChatError, type ChatErrorCode } from '../../../lib/api/errors.js';
import { replaceGlobal } from './replaceGlobal.js';
import { hangUp, json, type Loopback, silence, startLoopback, text } from './loopback.js';

const ConnectionToken = 'connection-token';

interface Operation {
  readonly name: string;
  readonly call: (api: ParticipantApi) => ObservableInput<unknown>;
  readonly path: string;
  readonly bearer: string;
  readonly body?: object;
  readonly answer: object;
  /** @defaultValue POST */
  readonly method?: 'GET';
}

const OPERATIONS: readonly Operation[] = [
  {
    name: 'CreateParticipantConnection',
    call: (api) =>
      api.createParticipantConnection({
        ParticipantToken: 'participant-token',
        Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
      }),
    path: '/participant/connection',
    bearer: 'participant-token',
    body: { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
    answer: {
      Websocket: { Url: 'wss://socket', ConnectionExpiry: '2026-01-01T00:01:40.000Z' },
      ConnectionCredentials: { ConnectionToken, Expiry: '2026-01-02T00:00:00.000Z' },
    },
  },
  {
    name: 'CreateParticipantConnection, to acknowledge only',
    call: (api) =>
      api.createParticipantConnection({
        ParticipantToken: 'agent-token',
        ConnectParticipant: true,
      }),
    path: '/participant/connection',
    bearer: 'agent-token',
    body: { ConnectParticipant: true },
    answer: {},
  },
  {
    name: 'SendMessage',
    call: (api) =>
      api.sendMessage({
        ConnectionToken,
        ContentType: 'text/plain',
        Content: 'Grüß Gott 👋',
        ClientToken: 'client-token',
      }),
    path: '/participant/message',
    bearer: ConnectionToken,
    body: { ContentType: 'text/plain', Content: 'Grüß Gott 👋', ClientToken: 'client-token' },
    answer: {
      Id: 'm1',
      AbsoluteTime: '2026-01-01T00:00:00.000Z',
      MessageMetadata: { MessageProcessingStatus: 'PROCESSING' },
    },
  },
  {
    name: 'SendEvent',
    call: (api) =>
      api.sendEvent({
        ConnectionToken,
        ContentType: 'application/vnd.amazonaws.connect.event.typing',
        Content: '{}',
        ClientToken: 'client-token',
      }),
    path: '/participant/event',
    bearer: ConnectionToken,
    body: {
      ContentType: 'application/vnd.amazonaws.connect.event.typing',
      Content: '{}',
      ClientToken: 'client-token',
    },
    answer: { Id: 'e1', AbsoluteTime: '2026-01-01T00:00:00.000Z' },
  },
  {
    name: 'GetTranscript',
    call: (api) =>
      api.getTranscript({
        ConnectionToken,
        ContactId: 'contact',
        MaxResults: 15,
        NextToken: 'next',
        ScanDirection: 'FORWARD',
        SortOrder: 'ASCENDING',
        StartPosition: { Id: 'm1' },
      }),
    path: '/participant/transcript',
    bearer: ConnectionToken,
    body: {
      ContactId: 'contact',
      MaxResults: 15,
      NextToken: 'next',
      ScanDirection: 'FORWARD',
      SortOrder: 'ASCENDING',
      StartPosition: { Id: 'm1' },
    },
    answer: {
      InitialContactId: 'contact',
      Transcript: [
        {
          Id: 'm1',
          Type: 'ATTACHMENT',
          ContentType: 'text/plain',
          AbsoluteTime: '2026-01-01T00:00:00.000Z',
          Attachments: [{ AttachmentId: 'a1', AttachmentName: 'x.png', Status: 'APPROVED' }],
          MessageMetadata: { MessageId: 'm1', Receipts: [{ RecipientParticipantId: 'p' }] },
        },
      ],
      NextToken: 'more',
    },
  },
  {
    name: 'DisconnectParticipant',
    call: (api) => api.disconnectParticipant({ ConnectionToken, ClientToken: 'client-token' }),
    path: '/participant/disconnect',
    bearer: ConnectionToken,
    body: { ClientToken: 'client-token' },
    answer: {},
  },
  {
    name: 'StartAttachmentUpload',
    call: (api) =>
      api.startAttachmentUpload({
        ConnectionToken,
        ContentType: 'image/png',
        AttachmentSizeInBytes: 3,
        AttachmentName: 'ä.png',
        ClientToken: 'client-token',
      }),
    path: '/participant/start-attachment-upload',
    bearer: ConnectionToken,
    body: {
      ContentType: 'image/png',
      AttachmentSizeInBytes: 3,
      AttachmentName: 'ä.png',
      ClientToken: 'client-token',
    },
    answer: {
      AttachmentId: 'a1',
      UploadMetadata: {
        Url: 'https://storage',
        UrlExpiry: '2026-01-01T00:05:00.000Z',
        HeadersToInclude: { 'x-amz-acl': 'private' },
      },
    },
  },
  {
    name: 'CompleteAttachmentUpload',
    call: (api) =>
      api.completeAttachmentUpload({
        ConnectionToken,
        AttachmentIds: ['a1'],
        ClientToken: 'client-token',
      }),
    path: '/participant/complete-attachment-upload',
    bearer: ConnectionToken,
    body: { AttachmentIds: ['a1'], ClientToken: 'client-token' },
    answer: {},
  },
  {
    name: 'GetAttachment',
    call: (api) =>
      api.getAttachment({ ConnectionToken, AttachmentId: 'a1', UrlExpiryInSeconds: 60 }),
    path: '/participant/attachment',
    bearer: ConnectionToken,
    body: { AttachmentId: 'a1', UrlExpiryInSeconds: 60 },
    answer: {
      Url: 'https://storage',
      UrlExpiry: '2026-01-01T00:05:00.000Z',
      AttachmentSizeInBytes: 3,
    },
  },
  {
    name: 'DescribeView',
    call: (api) => api.describeView({ ConnectionToken, ViewToken: 'a/b+c=' }),
    method: 'GET',
    path: '/participant/views/a%2Fb%2Bc%3D',
    bearer: ConnectionToken,
    answer: {
      View: {
        Id: 'v1',
        Arn: 'arn',
        Name: 'Form',
        Version: 1,
        Content: { InputSchema: '{}', Template: '{}', Actions: ['Submit'] },
      },
    },
  },
  {
    name: 'GetAuthenticationUrl',
    call: (api) =>
      api.getAuthenticationUrl({
        ConnectionToken,
        SessionId: 'session',
        RedirectUri: 'https://example.com/?a=b',
      }),
    path: '/participant/authentication-url',
    bearer: ConnectionToken,
    body: { SessionId: 'session', RedirectUri: 'https://example.com/?a=b' },
    answer: { AuthenticationUrl: 'https://login.example.com' },
  },
  {
    name: 'CancelParticipantAuthentication',
    call: (api) => api.cancelParticipantAuthentication({ ConnectionToken, SessionId: 'session' }),
    path: '/participant/cancel-authentication',
    bearer: ConnectionToken,
    body: { SessionId: 'session' },
    answer: {},
  },
];

/** What a browser answers to a redirect that is not to be followed. */
const opaqueRedirect = (): Response =>
  Object.defineProperties(new Response(null), {
    type: { value: 'opaqueredirect' },
    status: { value: 0 },
    ok: { value: false },
  });

/** What every adapter of the Participant Service's REST API does, on a real service. */
export function describeApi(
  create: (endpoint: string, options?: { userAgentSuffix?: string }) => ParticipantApi,
): void {
  let service: Loopback;
  let api: ParticipantApi;

  beforeAll(async () => {
    service = await startLoopback();
    api = create(service.endpoint);
  });
  afterAll(() => service.close());

  const send = () =>
    from(api.sendMessage({ ConnectionToken, ContentType: 'text/plain', Content: 'my secret' }));
  const failure = async () => {
    const error: unknown = await lastValueFrom(send()).catch((thrown: unknown) => thrown);
    if (!(error instanceof ChatError)) throw new Error('it did not fail with a ChatError');
    return error;
  };

  describe.each(OPERATIONS)('$name', ({ call, path, bearer, body, answer, method = 'POST' }) => {
    it('sends the request and emits the answer', async () => {
      service.answers(json(answer));

      await expect(lastValueFrom(from(call(api)))).resolves.toMatchObject(answer);
      expect(service.requests).toMatchObject([{ method, path }]);
      expect(service.requests[0]?.body).toEqual(body);
      expect(service.requests[0]?.headers).toMatchObject({
        'x-amz-bearer': bearer,
        ...(body && { 'content-type': 'application/json' }),
      });
    });

    it('sends no credentials but the bearer', async () => {
      service.answers(json(answer));
      await lastValueFrom(from(call(api)));

      const { path: url, headers } = service.requests[0]!;
      expect(headers.authorization).toBeUndefined();
      expect(headers.cookie).toBeUndefined();
      expect(url).not.toContain(bearer);
    });
  });

  it("says with which status it was answered, and under which of the service's ids", async () => {
    service.answers(json({ Id: 'm1' }, 200, { 'x-amzn-requestid': 'request-1' }));

    await expect(lastValueFrom(send())).resolves.toMatchObject({
      $metadata: { httpStatusCode: 200, requestId: 'request-1' },
    });
  });

  it('names the library and the app in the user agent', async () => {
    service.answers(json({ Id: 'm1' }));
    await lastValueFrom(send());
    expect(service.requests[0]?.headers['x-amz-user-agent']).toMatch(
      /rx-connect-chat\/\d+\.\d+\.\d+$/,
    );

    service.answers(json({}));
    const named = create(service.endpoint, { userAgentSuffix: 'my-app/1.2 beta' });
    await lastValueFrom(from(named.disconnectParticipant({ ConnectionToken })));
    expect(service.requests[0]?.headers['x-amz-user-agent']).toMatch(
      /rx-connect-chat\/\d+\.\d+\.\d+ my-app\/1\.2 beta$/,
    );
  });

  it.each(['a\nb', 'ü', 'x'.repeat(257)])('refuses the suffix %j', (userAgentSuffix) => {
    expect(() => create(service.endpoint, { userAgentSuffix })).toThrow(/userAgentSuffix must be/);
  });

  it.each(['http://example.com', 'nonsense'])('refuses the endpoint %s', (endpoint) => {
    expect(() => create(endpoint)).toThrow(ChatError);
  });

  it('makes no request before it is subscribed, and one for each subscription', async () => {
    service.answers(json({ Id: 'm1' }));
    const sent$ = send();
    await lastValueFrom(sent$);
    await lastValueFrom(sent$);

    expect(service.requests).toHaveLength(2);
  });

  it.each<[number, string, ChatErrorCode]>([
    [400, 'ValidationException', 'Validation'],
    [402, 'ServiceQuotaExceededException', 'QuotaExceeded'],
    [403, 'AccessDeniedException', 'AccessDenied'],
    [404, 'ResourceNotFoundException', 'NotFound'],
    [409, 'ConflictException', 'Conflict'],
    [429, 'ThrottlingException', 'Throttled'],
    [500, 'InternalServerException', 'Service'],
  ])('errors by the header of a %d %s', async (status, name, code) => {
    service.answers(
      json({ Message: 'no' }, status, {
        'x-amzn-errortype': `${name}:http://internal.amazon.com/`,
        'x-amzn-requestid': 'request-1',
      }),
    );

    expect(await failure()).toMatchObject({
      code,
      statusCode: status,
      requestId: 'request-1',
      message: `cannot SendMessage: ${name}`,
    });
    expect(service.requests).toHaveLength(1); // the library retries, not the adapter
  });

  it('errors by the body if the header is hidden', async () => {
    service.answers(json({ __type: 'ConflictException', message: 'no' }, 400));

    expect(await failure()).toMatchObject({ code: 'Conflict', statusCode: 400 });
  });

  it('errors by the status if nothing names the error', async () => {
    service.answers(json({}, 403));

    expect(await failure()).toMatchObject({ code: 'AccessDenied', statusCode: 403 });
  });

  it('errors by the status if a proxy answers in its own format', async () => {
    service.answers(text('<html><body>Bad gateway</body></html>', 502));

    expect(await failure()).toMatchObject({ code: 'Service', statusCode: 502 });
  });

  it('errors with a retryable error if the answer cannot be parsed', async () => {
    service.answers(text('<html><body>Sign in to the hotel</body></html>', 200));

    expect((await failure()).retryable).toBe(true);
  });

  it('keeps the request and the service’s message out of errors', async () => {
    service.answers(({ response, body }) => {
      const quoted = JSON.stringify({
        message: `invalid: ${JSON.stringify(body)} connection-token`,
      });
      response.writeHead(400, { 'x-amzn-errortype': 'ValidationException' });
      response.end(quoted);
    });

    const said = everythingIn(await failure());
    expect(said).not.toContain('my secret');
    expect(said).not.toContain(ConnectionToken);
  });

  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['soon', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ])('tells that the service asks to wait with Retry-After: %s', async (header, retryAfterMs) => {
    service.answers(
      json({}, 429, { 'x-amzn-errortype': 'ThrottlingException', 'Retry-After': header }),
    );

    expect((await failure()).retryAfterMs).toBe(retryAfterMs);
    expect(service.requests).toHaveLength(1);
  });

  it('errors with Network if the service hangs up, after one try', async () => {
    service.answers(hangUp);

    expect(await failure()).toMatchObject({
      code: 'Network',
      statusCode: undefined,
      message: 'cannot SendMessage: no answer',
    });
    expect(service.requests).toHaveLength(1);
  });

  it.each([302, 307])('takes the bearer to no other host: %i is no answer', async (status) => {
    const other = await startLoopback();
    service.answers(({ response }) => {
      response.writeHead(status, { Location: `${other.endpoint}/participant/message` }).end();
    });

    expect(await failure()).toMatchObject({
      code: 'Network',
      statusCode: undefined,
      message: 'cannot SendMessage: a redirect, which is not followed',
    });
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  it('counts a redirect as no answer if a browser hides its status', async () => {
    const asked: (RequestInit | Request | undefined)[] = [];
    const restore = replaceGlobal('fetch', (input: unknown, init?: RequestInit) => {
      asked.push(input instanceof Request ? input : init);
      return Promise.resolve(opaqueRedirect());
    });
    try {
      expect(await failure()).toMatchObject({
        code: 'Network',
        message: 'cannot SendMessage: a redirect, which is not followed',
      });
    } finally {
      restore();
    }
    // workerd refuses 'error'.
    expect(asked.map((request) => request?.redirect)).toEqual(['manual']);
  });

  it('errors with Unsupported at once if there is no fetch, and says what to pass', async () => {
    const restore = replaceGlobal('fetch', undefined);
    try {
      expect(await failure()).toMatchObject({
        code: 'Unsupported',
        message: expect.stringMatching(/^cannot SendMessage: .* no fetch; .*createFetchApi/),
        retryable: false,
      });
    } finally {
      restore();
    }
  });

  it('errors with Network if the service is unreachable', async () => {
    const gone = await startLoopback();
    await gone.close();
    const error: unknown = await lastValueFrom(
      from(create(gone.endpoint).disconnectParticipant({ ConnectionToken })),
    ).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'ChatError', code: 'Network' });
    expect((error as ChatError).cause).toBeDefined();
  });

  it('aborts the request when it is unsubscribed', async () => {
    service.answers(silence);
    const reached = service.next();
    const error = jest.fn();
    const subscription = send().subscribe({ error });
    const request = await reached;

    subscription.unsubscribe();

    await request.abandoned;
    expect(error).not.toHaveBeenCalled();
  });

  it('lets a request outlive its subscriber if it has to outlive the page', async () => {
    service.answers(silence);
    const reached = service.next();
    const leaving$ = from(
      api.disconnectParticipant({ ConnectionToken, ClientToken: 'c1', keepalive: true }),
    );
    const subscription = leaving$.subscribe();
    subscription.unsubscribe();
    const request = await reached;

    expect(request).toMatchObject({
      path: '/participant/disconnect',
      body: { ClientToken: 'c1' },
    });
    expect(request.body).not.toHaveProperty('keepalive');
    request.response.end('{}');
  });

  it('supports concurrent calls', async () => {
    service.answers(({ response, body }) => {
      response.end(JSON.stringify({ Id: (body as { Content: string }).Content }));
    });
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const answer$ = from(
          api.sendMessage({ ConnectionToken, ContentType: 'text/plain', Content: `${i}` }),
        );
        return (await firstValueFrom(answer$)).Id;
      }),
    );

    expect(ids).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`));
  });
}

/** The texts of an error and all it holds. */
function everythingIn(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 6) return String(error);
  const names = Object.getOwnPropertyNames(error).filter((name) => name !== 'stack');
  return names
    .map((name) => everythingIn((error as Record<string, unknown>)[name], depth + 1))
    .join('\n');
}
