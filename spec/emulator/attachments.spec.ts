import { startEmulator } from '../../lib/emulator.js';
import { EmulatedContact } from '../../lib/emulator/drive/EmulatedContact.js';
import { EmulatedParticipant } from '../../lib/emulator/drive/EmulatedParticipant.js';
import type { WireItem } from '../../lib/wire/index.js';
import type { RestAnswer, RestClient } from './support/RestClient.js';
import { virtualModel } from './support/virtualModel.js';
import { chatWithCustomer, client, withEmulator } from './support/withEmulator.js';

const FILE = { AttachmentName: 'notes ü.txt', ContentType: 'text/plain', ClientToken: 'start' };

const start = (rest: RestClient, bytes: string, fields: object = {}): Promise<RestAnswer> =>
  rest.post('start-attachment-upload', {
    ...FILE,
    AttachmentSizeInBytes: Buffer.byteLength(bytes),
    ...fields,
  });

const put = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'PUT', body, headers });

describe('an attachment', () => {
  it(
    'goes up, to everyone, and down again',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      const { body } = await start(rest, 'Hellö');
      const { Url, HeadersToInclude } = body.UploadMetadata;
      expect((await put(Url, 'Hellö', HeadersToInclude)).status).toBe(200);
      const complete = { AttachmentIds: [body.AttachmentId], ClientToken: 'complete' };
      expect(await rest.outcome('complete-attachment-upload', complete)).toBe('200');

      await socket.hears('participant.joined', 'file notes ü.txt');
      await agent.socket.hears('file notes ü.txt');
      const [item] = agent.socket.items();
      expect(item).toMatchObject({
        Type: 'ATTACHMENT',
        ParticipantId: chat.participantId,
      });
      expect(item?.Attachments).toEqual([
        {
          AttachmentId: body.AttachmentId,
          AttachmentName: 'notes ü.txt',
          ContentType: 'text/plain',
          Status: 'APPROVED',
        },
      ]);

      const answer = await agent.rest.post('attachment', { AttachmentId: body.AttachmentId });
      expect(answer.body.AttachmentSizeInBytes).toBe(6);
      const file = await fetch(answer.body.Url);
      expect(file.headers.get('content-type')).toBe('text/plain');
      expect(file.headers.get('access-control-allow-origin')).toBe('*');
      expect(await file.text()).toBe('Hellö');
    }),
  );

  it(
    'is idempotent at both ends, and cannot be completed twice',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const { body } = await start(rest, 'x');
      expect((await start(rest, 'x')).body).toEqual(body);
      const complete = { AttachmentIds: [body.AttachmentId], ClientToken: 'complete' };
      const conflict = '409 ConflictException';
      expect(await rest.outcome('complete-attachment-upload', complete)).toBe(conflict);
      await put(body.UploadMetadata.Url, 'x', body.UploadMetadata.HeadersToInclude);
      expect(await rest.outcome('complete-attachment-upload', complete)).toBe('200');
      expect(await rest.outcome('complete-attachment-upload', complete)).toBe('200');
      expect(
        await rest.outcome('complete-attachment-upload', { ...complete, ClientToken: 'other' }),
      ).toBe(conflict);
      expect(chat.transcript.filter(({ Type }) => Type === 'ATTACHMENT')).toHaveLength(1);
    }),
  );

  it(
    'can be sent from code',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      const item = chat
        .join()
        .attach({ name: 'a.txt', contentType: 'text/plain', content: 'from Bob' });
      await socket.hears('participant.joined', 'file a.txt');
      const { AttachmentId } = item.Attachments![0]!;
      const { body } = await rest.post('attachment', { AttachmentId });
      expect(await (await fetch(body.Url)).text()).toBe('from Bob');
    }),
  );

  it.each([
    ['a type that chats do not take', { ContentType: 'application/x-msdownload' }],
    ['more than 20 MiB', { AttachmentSizeInBytes: 20 * 1024 * 1024 + 1 }],
    ['an empty file', { AttachmentSizeInBytes: 0 }],
    ['no name', { AttachmentName: undefined }],
    ['no ClientToken', { ClientToken: undefined }],
  ])('is refused with %s', (_, fields) =>
    withEmulator(async (emulator) => {
      const { rest } = await chatWithCustomer(emulator);
      expect((await start(rest, 'x', fields)).status).toBe(400);
    })(),
  );

  it(
    'is of the types and sizes that the instance allows',
    withEmulator(
      async (emulator) => {
        const { rest } = await chatWithCustomer(emulator);
        const status = async (ContentType: string, AttachmentSizeInBytes: number) =>
          (await start(rest, '', { ContentType, AttachmentSizeInBytes, ClientToken: ContentType }))
            .status;
        expect(await status('application/zip', 104_857_600)).toBe(200);
        expect(await status('Application/ZIP', 104_857_601)).toBe(400);
        expect(await status('text/plain', 1)).toBe(400);
      },
      { limits: { attachmentContentTypes: ['application/zip'], attachmentSize: 104_857_600 } },
    ),
  );

  it.each(['application/rtf', 'text/rtf', 'text/richtext', 'application/x-rtf'])(
    'may be of the type %s, as browsers call an .rtf',
    (ContentType) =>
      withEmulator(async (emulator) => {
        const { rest } = await chatWithCustomer(emulator);
        expect((await start(rest, 'x', { ContentType })).status).toBe(200);
      })(),
  );

  it.each([0, -1, 1.5, NaN, 104_857_601])('cannot be allowed to have %d bytes', async (size) => {
    await expect(startEmulator({ limits: { attachmentSize: size } })).rejects.toThrow(RangeError);
  });

  it(
    'goes up with all the headers that the service signs, and with no others of the storage',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const { body } = await start(rest, 'x');
      const { Url, HeadersToInclude } = body.UploadMetadata;
      expect(HeadersToInclude).toEqual({
        'Content-Disposition': `attachment; filename="notes%20%C3%BC.txt"`,
        'Content-Length': '1',
        'Content-Type': 'text/plain',
        'x-amz-acl': 'bucket-owner-full-control',
        'x-amz-meta-account_id': '000000000000',
        'x-amz-meta-contact_id': chat.contactId,
        'x-amz-meta-initial_contact_id': chat.contactId,
        'x-amz-meta-organization_id': '00000000-0000-4000-8000-000000000000',
        'x-amz-server-side-encryption': 'aws:kms',
      });
      for (const name of Object.keys(HeadersToInclude).filter((each) => each.startsWith('x-'))) {
        const others = Object.entries(HeadersToInclude).filter(([other]) => other !== name);
        expect((await put(Url, 'x', Object.fromEntries(others))).status).toBe(403);
      }
      expect((await put(Url, 'x', { ...HeadersToInclude, 'x-amz-tagging': 'a' })).status).toBe(403);
      expect((await put(Url, 'x', HeadersToInclude)).status).toBe(200);
    }),
  );

  it(
    'is refused beyond the number for a chat, and the bytes for the service',
    withEmulator(
      async (emulator) => {
        const { rest } = await chatWithCustomer(emulator);
        const quota = 'ServiceQuotaExceededException';
        const first = await start(rest, '123456', { ClientToken: '1' });
        await start(rest, '123456', { ClientToken: '2' });
        const third = await start(rest, '123456', { ClientToken: '3' });
        expect([third.status, third.headers.get('x-amzn-errortype')]).toEqual([402, quota]);
        const { Url, HeadersToInclude } = first.body.UploadMetadata;
        const upload = await put(Url, '123456', HeadersToInclude);
        expect(upload.status).toBe(402);
      },
      { limits: { attachmentsPerContact: 2, attachmentBytes: 5 } },
    ),
  );

  it(
    'has URLs whose expiry is written without fractions of a second',
    withEmulator(
      async (emulator) => {
        const { chat, rest } = await chatWithCustomer(emulator);
        const { body } = await start(rest, 'x');
        expect(body.UploadMetadata.UrlExpiry).toBe('2025-01-01T00:01:00Z');
        const item = chat.join().attach({ name: 'a.txt', contentType: 'text/plain', content: 'x' });
        const { AttachmentId } = item.Attachments![0]!;
        const answer = await rest.post('attachment', { AttachmentId, UrlExpiryInSeconds: 5 });
        expect(answer.body.UrlExpiry).toBe('2025-01-01T00:00:05Z');
      },
      { now: () => Date.parse('2025-01-01T00:00:00.789Z') },
    ),
  );

  it(
    'is completed alone: one id in a request',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const uploads = [
        await start(rest, 'x', { ClientToken: '1' }),
        await start(rest, 'y', { ClientToken: '2' }),
      ];
      for (const [index, { body }] of uploads.entries()) {
        await put(body.UploadMetadata.Url, 'xy'[index]!, body.UploadMetadata.HeadersToInclude);
      }
      const complete = (AttachmentIds: unknown) =>
        rest.outcome('complete-attachment-upload', { AttachmentIds, ClientToken: 'complete' });
      const ids = uploads.map(({ body }) => body.AttachmentId);
      const refused = '400 ValidationException';
      for (const wrong of [ids, [ids[0], ids[0]], [], undefined, ids[0]]) {
        expect(await complete(wrong)).toBe(refused);
      }
      expect(chat.transcript).toHaveLength(1);
      expect(await complete([ids[0]])).toBe('200');
    }),
  );

  it(
    'is nobody else’s to complete, nor to get before it is complete',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const agent = await client(emulator, chat.join().details);
      const { body } = await start(rest, 'x');
      const refused = '400 ValidationException';
      const complete = { AttachmentIds: [body.AttachmentId], ClientToken: 'c' };
      expect(await agent.rest.outcome('complete-attachment-upload', complete)).toBe(refused);
      expect(
        await rest.outcome('complete-attachment-upload', { AttachmentIds: [], ClientToken: 'c' }),
      ).toBe(refused);
      expect(await rest.outcome('attachment', { AttachmentId: body.AttachmentId })).toBe(refused);
      expect(await rest.outcome('attachment', { AttachmentId: 'none' })).toBe(refused);
    }),
  );
});

describe('a scanned attachment', () => {
  const FILE_OF = { name: 'a.txt', contentType: 'text/plain', content: 'x' };
  const statuses = (items: readonly WireItem[]) =>
    items.flatMap(({ Attachments }) => Attachments ?? []).map(({ Status }) => Status);

  it(
    'comes in progress and again with the outcome, and is kept once, at its place',
    withEmulator(async (emulator) => {
      const { chat, rest, socket } = await chatWithCustomer(emulator);
      chat.scanAttachments();
      const item = chat.customer.attach(FILE_OF);
      const AttachmentId = item.Attachments?.[0]?.AttachmentId ?? '';
      chat.customer.say('after it');
      const refused = '400 ValidationException';
      expect(await rest.outcome('attachment', { AttachmentId })).toBe(refused);

      chat.settleScan(AttachmentId, 'APPROVED');
      await socket.hears('file a.txt', 'after it', 'file a.txt');
      expect(statuses(socket.items())).toEqual(['IN_PROGRESS', 'APPROVED']);
      expect(socket.items().map(({ Id }) => Id)).toEqual([item.Id, expect.any(String), item.Id]);
      expect(chat.transcript.map(({ Id }) => Id).indexOf(item.Id)).toBe(1);
      expect(statuses(chat.transcript)).toEqual(['APPROVED']);
      expect(await rest.outcome('attachment', { AttachmentId })).toBe('200');
      expect(() => chat.settleScan(AttachmentId, 'REJECTED')).toThrow(/being scanned/);
    }),
  );

  it('is settled by itself after the time that its scan takes', () => {
    const { model, clock } = virtualModel();
    const { contact, customer } = model.service.startContact({ displayName: 'Ann' });
    const chat = new EmulatedContact(model.service, contact);
    chat.scanAttachments({ afterMs: 2_000, outcome: 'REJECTED' });
    new EmulatedParticipant(model.service, customer).attach(FILE_OF);
    clock.advance(1_999);
    expect(statuses(chat.transcript)).toEqual(['IN_PROGRESS']);
    clock.advance(1);
    expect(statuses(chat.transcript)).toEqual(['REJECTED']);
    chat.scanAttachments(false);
    new EmulatedParticipant(model.service, customer).attach(FILE_OF);
    expect(statuses(chat.transcript)).toEqual(['REJECTED', 'APPROVED']);
  });

  it(
    'is scanned and settled by the control API',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const act = (action: string, body: object) =>
        rest.request('POST', `/emulator/contacts/${chat.contactId}/${action}`, body);
      await act('scan-attachments', {});
      const { AttachmentId } = chat.customer.attach(FILE_OF).Attachments![0]!;
      expect((await act('settle-scan', { attachmentId: 'none' })).status).toBe(409);
      expect((await act('settle-scan', { attachmentId: AttachmentId, outcome: 'x' })).status).toBe(
        400,
      );
      await act('settle-scan', { attachmentId: AttachmentId, outcome: 'REJECTED' });
      await act('scan-attachments', { on: false });
      chat.customer.attach(FILE_OF);
      expect(statuses(chat.transcript)).toEqual(['REJECTED', 'APPROVED']);
    }),
  );
});

describe('the storage', () => {
  it(
    'takes an upload with exactly the headers told, and answers errors as XML',
    withEmulator(async (emulator) => {
      const { rest } = await chatWithCustomer(emulator);
      const { Url, HeadersToInclude } = (await start(rest, 'right')).body.UploadMetadata;
      const attempts: [string, Record<string, string>][] = [
        ['right', {}],
        ['right', { ...HeadersToInclude, 'Content-Type': 'text/html' }],
        ['right', { ...HeadersToInclude, 'x-amz-acl': 'public-read' }],
        ['wrong size', { ...HeadersToInclude, 'Content-Length': '10' }],
      ];
      for (const [body, headers] of attempts) {
        const response = await put(Url, body, headers);
        expect(response.status).toBe(403);
        expect(response.headers.get('content-type')).toBe('application/xml');
        expect(await response.text()).toContain('<Error><Code>AccessDenied</Code>');
      }
      expect((await put(Url, 'right', HeadersToInclude)).status).toBe(200);
    }),
  );

  it(
    'refuses URLs that are unknown or expired',
    withEmulator(async (emulator) => {
      const { chat, rest } = await chatWithCustomer(emulator);
      const { Url, HeadersToInclude } = (await start(rest, 'x')).body.UploadMetadata;
      const item = chat.customer.attach({ name: 'a.txt', contentType: 'text/plain', content: 'x' });
      const { body } = await rest.post('attachment', {
        AttachmentId: item.Attachments![0]!.AttachmentId,
      });
      emulator.faults.expireAttachmentUrls();
      expect((await put(Url, 'x', HeadersToInclude)).status).toBe(403);
      expect((await fetch(body.Url)).status).toBe(403);
      expect((await fetch(`${emulator.url}/attachments/download/unknown`)).status).toBe(403);
      expect((await put(`${emulator.url}/attachments/upload/unknown`, 'x', {})).status).toBe(403);
    }),
  );
});
