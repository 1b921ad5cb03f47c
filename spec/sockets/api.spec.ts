import { from, lastValueFrom, type ObservableInput } from 'rxjs';
import type { EmulatedContact, Emulator } from '../../lib/emulator.js';
import { startEmulator } from '../../lib/emulator.js';
import { ChatError, createFetchApi, createSdkApi, type ParticipantApi } from '../../lib/index.js';

const answered = <T>(answer: ObservableInput<T>): Promise<T> => lastValueFrom(from(answer));

const failed = async (answer: ObservableInput<unknown>): Promise<ChatError> => {
  const error: unknown = await answered(answer).catch((thrown: unknown) => thrown);
  if (!(error instanceof ChatError)) throw new Error('it did not fail with a ChatError');
  return error;
};

/** What makes two failures the same for whoever handles them. */
const facts = ({ code, statusCode, retryable, retryAfterMs, message }: ChatError) => ({
  code,
  statusCode,
  retryable,
  retryAfterMs,
  message,
});

const TEXT = { ContentType: 'text/plain', Content: 'Hi' } as const;

describe.each<[string, (endpoint: string) => ParticipantApi]>([
  ['createFetchApi', (endpoint) => createFetchApi({ endpoint })],
  ['createSdkApi', (endpoint) => createSdkApi({ endpoint })],
])('%s on the emulator', (_name, create) => {
  let emulator: Emulator;
  let contact: EmulatedContact;
  let api: ParticipantApi;
  let ConnectionToken: string;

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    emulator.faults.clear();
    api = create(emulator.url);
    contact = emulator.startChat({ displayName: 'Ann' });
    const { ConnectionCredentials } = await answered(
      api.createParticipantConnection({
        ParticipantToken: contact.details.participantToken,
        Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
      }),
    );
    ConnectionToken = ConnectionCredentials?.ConnectionToken ?? '';
  });

  it('does all eleven operations', async () => {
    const view = { Id: 'form', Name: 'Form', Content: { Template: '{}', InputSchema: '{}' } };
    const ViewToken = contact.addView(view);
    const SessionId = contact.initiateAuthentication();

    const sent = await answered(api.sendMessage({ ConnectionToken, ...TEXT }));
    await answered(
      api.sendEvent({
        ConnectionToken,
        ContentType: 'application/vnd.amazonaws.connect.event.typing',
      }),
    );
    const upload = await answered(
      api.startAttachmentUpload({
        ConnectionToken,
        ContentType: 'text/plain',
        AttachmentName: 'a.txt',
        AttachmentSizeInBytes: 2,
        ClientToken: 'start',
      }),
    );
    const { Url = '', HeadersToInclude = {} } = upload.UploadMetadata ?? {};
    await fetch(Url, { method: 'PUT', body: 'Hi', headers: HeadersToInclude });
    const AttachmentId = upload.AttachmentId ?? '';
    await answered(
      api.completeAttachmentUpload({
        ConnectionToken,
        AttachmentIds: [AttachmentId],
        ClientToken: 'complete',
      }),
    );
    const download = await answered(api.getAttachment({ ConnectionToken, AttachmentId }));
    const page = await answered(
      api.getTranscript({ ConnectionToken, ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING' }),
    );
    const described = await answered(api.describeView({ ConnectionToken, ViewToken }));
    const { AuthenticationUrl } = await answered(
      api.getAuthenticationUrl({
        ConnectionToken,
        SessionId,
        RedirectUri: 'https://example.com',
      }),
    );
    await answered(api.cancelParticipantAuthentication({ ConnectionToken, SessionId }));
    await answered(api.disconnectParticipant({ ConnectionToken }));

    expect(page.Transcript).toContainEqual(
      expect.objectContaining({ Id: sent.Id, Content: 'Hi', AbsoluteTime: sent.AbsoluteTime }),
    );
    expect(await (await fetch(download.Url ?? '')).text()).toBe('Hi');
    expect(described.View).toEqual(view);
    expect(AuthenticationUrl).toContain(SessionId);
    expect(contact.transcript.at(-1)?.ContentType).toMatch(/participant\.left$/);
  });

  it.each([
    ['ValidationException', 'Validation', 400, false],
    ['ServiceQuotaExceededException', 'QuotaExceeded', 402, false],
    ['AccessDeniedException', 'AccessDenied', 403, false],
    ['ResourceNotFoundException', 'NotFound', 404, false],
    ['ConflictException', 'Conflict', 409, false],
    ['ThrottlingException', 'Throttled', 429, true],
    ['InternalServerException', 'Service', 500, true],
  ] as const)('errs for %s with all that it says', async (error, code, statusCode, retryable) => {
    emulator.faults.failOperation('SendMessage', { error, retryAfterSeconds: 2 });
    const failure = await failed(api.sendMessage({ ConnectionToken, ...TEXT }));

    expect(facts(failure)).toEqual({
      code,
      statusCode,
      retryable,
      retryAfterMs: 2_000,
      message: `cannot SendMessage: ${error}`,
    });
    expect(failure.requestId).toMatch(/./);
  });

  it('errs with Network for an answer that got lost; the same request again has no second effect', async () => {
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    const message$ = from(api.sendMessage({ ConnectionToken, ...TEXT, ClientToken: 'once' }));
    const failure = await failed(message$);
    await answered(message$);

    expect(failure).toMatchObject({ code: 'Network', retryable: true, statusCode: undefined });
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('errs with AccessDenied for a token that is none', async () => {
    const failure = await failed(api.getTranscript({ ConnectionToken: 'none' }));

    expect(failure).toMatchObject({ code: 'AccessDenied', statusCode: 403 });
    expect(failure.message).not.toContain('none');
  });
});
