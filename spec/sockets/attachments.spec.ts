import { inspect } from 'node:util';
import { firstValueFrom, lastValueFrom, map, toArray } from 'rxjs';
import { type Chat, createChat } from '../../lib/index.js';
import { createChat as createLiteChat } from '../../lib/lite.js';
import { eventually } from '../emulator/support/eventually.js';
import { connected, first, withChat } from './support/realChat.js';

const file = new File(['Hellö'], 'notes ü.txt', { type: 'text/plain' });

/** How the scans of the files in the transcript stand, once `is` holds of them. */
const scans = (chat: Chat, is: (statuses: readonly string[]) => boolean) =>
  first(
    chat.transcript$.pipe(
      map(({ items }) => items.flatMap(({ attachments }) => attachments.map((a) => a.status))),
    ),
    is,
  );

const idOf = async (upload$: ReturnType<Chat['sendAttachment']>) => {
  const last = await lastValueFrom(upload$);
  return last.done ? last.attachmentId : '';
};

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('%s with attachments over real sockets', (_, create$) => {
  const it$ = (name: string, test: Parameters<typeof withChat>[1]) => {
    it(name, withChat(create$, test), 20_000);
  };

  it$('sends a file, which the other gets as it was', async ({ agent, create }) => {
    const customer = await connected(create());
    const agentChat = await connected(create({ type: 'AGENT', chatDetails: agent.details }));
    const message = first(agentChat.messages$, ({ type }) => type === 'ATTACHMENT');
    const progress = await lastValueFrom(customer.sendAttachment(file).pipe(toArray()));
    expect(progress.map(({ phase, sentBytes }) => [phase, sentBytes])).toEqual([
      ['starting', 0],
      ['sending', 0],
      ['sending', 6],
      ['completing', 6],
      ['done', 6],
    ]);
    const [attachment] = (await message).attachments;
    expect(attachment).toEqual({
      id: (progress.at(-1) as { attachmentId?: string }).attachmentId,
      name: 'notes ü.txt',
      contentType: 'text/plain',
      status: 'APPROVED',
    });
    const id = attachment?.id ?? '';
    const got = await firstValueFrom(agentChat.downloadAttachment(id));
    expect([await got.text(), got.type]).toEqual(['Hellö', 'text/plain']);
    const { url, size } = await firstValueFrom(agentChat.attachmentLink(id));
    expect([await (await fetch(url)).text(), size]).toEqual(['Hellö', 6]);
    const plain = await firstValueFrom(agentChat.attachmentUrl(id, { expiresInSeconds: 60 }));
    expect((await fetch(plain)).status).toBe(200);
  });

  it$('sends a megabyte', async ({ create }) => {
    const chat = await connected(create());
    const bytes = new Uint8Array(1024 * 1024).map((_each, i) => i * 7);
    const name = 'noise.png';
    const id = await idOf(chat.sendAttachment(new Blob([bytes], { type: 'image/png' }), { name }));
    const got = await firstValueFrom(chat.downloadAttachment(id));
    expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
  });

  it$('shows how the scan of a file ends, at its place', async ({ contact, create }) => {
    const chat = await connected(create());
    contact.scanAttachments();
    const id = await idOf(chat.sendAttachment(file));
    expect(await scans(chat, ({ length }) => length > 0)).toEqual(['IN_PROGRESS']);
    await firstValueFrom(chat.sendMessage('after it'));
    contact.settleScan(id, 'REJECTED');
    expect(await scans(chat, ([status]) => status !== 'IN_PROGRESS')).toEqual(['REJECTED']);
    const { items } = await first(chat.transcript$, () => true);
    expect(
      items.slice(-2).map(({ content, attachments }) => [content, attachments.length]),
    ).toEqual([
      ['', 1],
      ['after it', 0],
    ]);
  });

  it$('gets through where answers are lost, and where its URL has expired', async (real) => {
    const { contact, create, emulator } = real;
    const chat = await connected(create());
    const { faults, requests } = emulator;
    faults.loseAnswer('StartAttachmentUpload', { times: 1 });
    faults.loseAnswer('UploadAttachment', { times: 1 });
    faults.loseAnswer('CompleteAttachmentUpload', { times: 1 });
    faults.failOperation('UploadAttachment', { status: 500, times: 1 });
    faults.failOperation('UploadAttachment', { status: 403, times: 1 });
    await idOf(chat.sendAttachment(file));
    expect(requests.count('UploadAttachment')).toBe(4);
    expect(contact.transcript.filter(({ Type }) => Type === 'ATTACHMENT')).toHaveLength(1);
  });

  it$(
    "errors with the storage's status, and without its URL",
    async ({ create, emulator, agent }) => {
      const chat = await connected(create());
      const { faults } = emulator;
      faults.failOperation('UploadAttachment', { error: 'SignatureDoesNotMatch', status: 403 });
      const failure: unknown = await lastValueFrom(chat.sendAttachment(file)).catch(
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({
        name: 'ChatError',
        code: 'AccessDenied',
        statusCode: 403,
        message: 'cannot UploadAttachment: SignatureDoesNotMatch',
      });
      expect(inspect(failure)).not.toContain(emulator.url);
      const item = agent.attach({ name: 'a.txt', contentType: 'text/plain', content: 'x' });
      faults.expireAttachmentUrls();
      faults.failOperation('DownloadAttachment', { error: 'NoSuchKey', status: 404 });
      const id = item.Attachments?.[0]?.AttachmentId ?? '';
      await expect(lastValueFrom(chat.downloadAttachment(id))).rejects.toMatchObject({
        code: 'NotFound',
        statusCode: 404,
      });
      await expect(lastValueFrom(chat.downloadAttachment('none'))).rejects.toMatchObject({
        code: 'NotFound',
      });
    },
  );

  it$(
    'stops in the middle of a PUT when it is unsubscribed',
    async ({ contact, create, emulator }) => {
      const chat = await connected(create());
      const undo = emulator.faults.delayOperation('UploadAttachment', 60_000);
      const upload$ = chat.sendAttachment(file);
      const upload = upload$.subscribe();
      await eventually(() => {
        expect(emulator.requests.count('StartAttachmentUpload')).toBe(1);
      });
      upload.unsubscribe();
      undo();
      await firstValueFrom(chat.sendMessage('nothing but this'));
      expect(contact.transcript.filter(({ Type }) => Type === 'ATTACHMENT')).toEqual([]);
      expect(await idOf(upload$)).not.toBe('');
      expect(emulator.requests.count('CompleteAttachmentUpload')).toBe(1);
    },
  );
});
