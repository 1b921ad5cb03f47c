import { inspect } from 'node:util';
import { map, retry, throwError, timer, VirtualAction, VirtualTimeScheduler } from 'rxjs';
import type {
  FileTransfer,
  TransferEvent,
  TransferRequest,
  UploadProgress,
} from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import {
  connectedChat,
  type VirtualChat,
  virtualChat,
  type VirtualChatOptions,
} from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MINUTE = 60_000;

const file = (content = 'Hello', name = 'notes.txt') =>
  new File([content], name, { type: 'text/plain' });

/** A connected chat, and what it asks the storage for. */
function spyingChat(
  options: Omit<VirtualChatOptions, 'chatDetails'> = {},
): VirtualChat & { readonly requests: readonly TransferRequest[] } {
  const virtual = virtualChat();
  virtual.chat.close();
  const requests: TransferRequest[] = [];
  const chat = virtual.create({
    chatDetails: virtual.contact.details,
    transfer: (request) => {
      requests.push(request);
      return virtual.transfer(request);
    },
    ...options,
  });
  watch(chat.connect());
  virtual.advance(100);
  return { ...virtual, chat, requests };
}

/** The id of a file that Bea has sent. */
function attached({ agent, advance }: VirtualChat, content = 'Hello'): string {
  const item = agent.attach({ name: 'terms.txt', contentType: 'text/plain', content });
  advance(100);
  return item.Attachments?.[0]?.AttachmentId ?? '';
}

const urlsOf = (requests: readonly TransferRequest[]) => new Set(requests.map(({ url }) => url));

const summary = ({ phase, sentBytes, totalBytes }: UploadProgress) =>
  `${phase} ${sentBytes}/${totalBytes}`;

/** Files that the contact has, with how their scan stands. */
const kept = ({ contact }: VirtualChat) =>
  contact.transcript
    .flatMap(({ Attachments }) => Attachments ?? [])
    .map(({ AttachmentName, Status }) => `${AttachmentName} ${Status}`);

/** Requests that have been answered, in short. */
const asked = ({ emulator }: VirtualChat) =>
  emulator.requests.entries
    .filter(({ operation }) => operation.includes('Attachment'))
    .map(({ operation, status }) => `${operation} ${status}`);

const START = 'StartAttachmentUpload 200';
const PUT = 'UploadAttachment 200';
const COMPLETE = 'CompleteAttachmentUpload 200';
const GET = 'GetAttachment 200';
const DOWNLOAD = 'DownloadAttachment 200';

describe('sendAttachment', () => {
  it('is sent once under one ClientToken, also by another chat', () => {
    const virtual = connectedChat();
    const { advance, chat, contact, create } = virtual;
    const other = create({ chatDetails: contact.details });
    watch(other.connect());
    advance(100);
    const sent = [chat, other].map((each) => {
      const progress = watch(each.sendAttachment(file(), { clientToken: 'a-token' }));
      advance(200);
      return progress.last;
    });
    expect(sent[0]).toMatchObject({ done: true });
    expect(sent[1]).toEqual(sent[0]);
    expect(kept(virtual)).toEqual(['notes.txt APPROVED']);
  });

  it('does nothing until it is subscribed', () => {
    const virtual = connectedChat();
    void virtual.chat.sendAttachment(file());
    virtual.advance(MINUTE);
    expect(asked(virtual)).toEqual([]);
  });

  it('tells of its progress, at last that it is done and under which id', () => {
    const virtual = connectedChat();
    const sent = watch(virtual.chat.sendAttachment(file('0123456789')));
    virtual.advance(MINUTE);
    expect(sent.values.map(summary)).toEqual([
      'starting 0/10',
      'sending 0/10',
      'sending 5/10',
      'sending 10/10',
      'sending 10/10',
      'completing 10/10',
      'done 10/10',
    ]);
    const attachmentId = virtual.contact.transcript.at(-1)?.Attachments?.[0]?.AttachmentId;
    expect(sent.values.map(({ done }) => done)).toEqual([...Array<boolean>(6).fill(false), true]);
    expect(sent.last).toEqual({
      done: true,
      phase: 'done',
      attachmentId,
      sentBytes: 10,
      totalBytes: 10,
    });
    expect(sent.ending).toBe('completed');
    expect(asked(virtual)).toEqual([START, PUT, COMPLETE]);
  });

  it('comes to both sides as a message, once', () => {
    const virtual = connectedChat();
    const agentChat = virtual.create({ chatDetails: virtual.agent.details, type: 'AGENT' });
    watch(agentChat.connect());
    virtual.advance(1_000);
    const both = [watch(virtual.chat.messages$), watch(agentChat.messages$)];
    watch(virtual.chat.sendAttachment(file()));
    virtual.advance(MINUTE);
    for (const messages of both) {
      expect(messages.values).toMatchObject([
        { type: 'ATTACHMENT', attachments: [{ name: 'notes.txt', status: 'APPROVED' }] },
      ]);
    }
  });

  it('puts the file with exactly the headers that the service names', () => {
    const { advance, chat, contact, requests } = spyingChat();
    const given = file();
    watch(chat.sendAttachment(given));
    advance(MINUTE);
    expect(requests).toEqual([
      {
        method: 'PUT',
        url: expect.stringMatching(/^https:/),
        headers: {
          'Content-Type': 'text/plain',
          'Content-Disposition': 'attachment; filename="notes.txt"',
          'Content-Length': '5',
          'x-amz-acl': 'bucket-owner-full-control',
          'x-amz-meta-account_id': '000000000000',
          'x-amz-meta-contact_id': contact.contactId,
          'x-amz-meta-initial_contact_id': contact.contactId,
          'x-amz-meta-organization_id': '00000000-0000-4000-8000-000000000000',
          'x-amz-server-side-encryption': 'aws:kms',
        },
        body: given,
      },
    ]);
  });

  it('sends a Blob under a name given with it, and what React Native has by its uri', () => {
    const virtual = connectedChat();
    const blob = new Blob(['a,b'], { type: 'text/csv' });
    watch(virtual.chat.sendAttachment(blob, { name: 'table.csv' }));
    const photo = { uri: 'file:///p.png', name: 'p.png', type: 'image/png', size: 7 };
    watch(virtual.chat.sendAttachment(photo));
    virtual.advance(MINUTE);
    expect(kept(virtual)).toEqual(['table.csv APPROVED', 'p.png APPROVED']);
  });

  it('shows how its scan goes in transcript$, at its place, and once in messages$', () => {
    const virtual = connectedChat();
    virtual.contact.scanAttachments({ afterMs: 5_000, outcome: 'REJECTED' });
    const messages = watch(virtual.chat.messages$);
    const statuses = watch(
      virtual.chat.transcript$.pipe(
        map(({ items }) => items.map((item) => item.attachments[0]?.status ?? item.content)),
      ),
    );
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(1_000);
    expect(sent.ending).toBe('completed');
    virtual.agent.say('next');
    virtual.advance(1_000);
    expect(statuses.last?.slice(-2)).toEqual(['IN_PROGRESS', 'next']);
    virtual.advance(MINUTE);
    expect(statuses.last?.slice(-2)).toEqual(['REJECTED', 'next']);
    expect(messages.values).toHaveLength(2);
  });

  it('learns how a scan ended while it was offline', () => {
    const virtual = connectedChat();
    virtual.contact.scanAttachments();
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(1_000);
    const back = virtual.emulator.faults.offline();
    virtual.advance(1_000);
    const { attachmentId } = sent.last as { attachmentId: string };
    virtual.contact.settleScan(attachmentId, 'APPROVED');
    back();
    virtual.advance(MINUTE);
    const { items } = watch(virtual.chat.transcript$).last!;
    expect(items.flatMap(({ attachments }) => attachments)).toMatchObject([{ status: 'APPROVED' }]);
  });

  it('is one upload, however many subscribe', () => {
    const virtual = connectedChat();
    const upload$ = virtual.chat.sendAttachment(file());
    const first = watch(upload$);
    virtual.advance(12);
    const second = watch(upload$);
    expect(second.values.map(summary)).toEqual(['sending 0/5']);
    virtual.advance(MINUTE);
    const late = watch(upload$);
    expect(late.values).toEqual([first.last]);
    expect(second.last).toEqual(first.last);
    expect([first, second, late].map(({ ending }) => ending)).toEqual(Array(3).fill('completed'));
    expect(asked(virtual)).toEqual([START, PUT, COMPLETE]);
  });

  it('is an upload of its own each time it is called', () => {
    const virtual = connectedChat({ random: () => 0 });
    const ids = [
      watch(virtual.chat.sendAttachment(file())),
      watch(virtual.chat.sendAttachment(file())),
    ];
    virtual.advance(MINUTE);
    expect(new Set(ids.map(({ last }) => (last?.done ? last.attachmentId : ''))).size).toBe(2);
    expect(kept(virtual)).toHaveLength(2);
  });

  it.each([
    ['StartAttachmentUpload', ['StartAttachmentUpload 0', START, PUT, COMPLETE]],
    ['UploadAttachment', [START, 'UploadAttachment 0', PUT, COMPLETE]],
    ['CompleteAttachmentUpload', [START, PUT, 'CompleteAttachmentUpload 0', COMPLETE]],
  ] as const)('is one upload where the answer of %s is lost', (operation, expected) => {
    const virtual = connectedChat();
    virtual.emulator.faults.loseAnswer(operation, { times: 1 });
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(asked(virtual)).toEqual(expected);
    expect(kept(virtual)).toEqual(['notes.txt APPROVED']);
  });

  it.each([
    ['StartAttachmentUpload', 5],
    ['UploadAttachment', 5],
    ['CompleteAttachmentUpload', 5],
  ] as const)('errors where %s fails for good, after retries', (operation, times) => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation(operation);
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(10 * MINUTE);
    expect(sent.error).toMatchObject({ name: 'ChatError', code: 'Service', statusCode: 500 });
    expect(virtual.emulator.requests.count(operation)).toBe(times);
  });

  it('goes on where it failed when it is retried: the bytes are not sent again', () => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('CompleteAttachmentUpload', { times: 5 });
    const sent = watch(virtual.chat.sendAttachment(file()).pipe(retry(1)));
    virtual.advance(10 * MINUTE);
    expect(sent.ending).toBe('completed');
    expect(virtual.emulator.requests.count('StartAttachmentUpload')).toBe(1);
    expect(virtual.emulator.requests.count('UploadAttachment')).toBe(1);
    expect(kept(virtual)).toEqual(['notes.txt APPROVED']);
  });

  it('keeps its ClientToken, and so its place, where it is retried', () => {
    const virtual = spyingChat();
    virtual.emulator.faults.failOperation('UploadAttachment', { times: 5 });
    const sent = watch(virtual.chat.sendAttachment(file()).pipe(retry(1)));
    virtual.advance(10 * MINUTE);
    expect(sent.ending).toBe('completed');
    expect(virtual.emulator.requests.count('StartAttachmentUpload')).toBe(2);
    expect(virtual.requests).toHaveLength(6);
    expect(urlsOf(virtual.requests).size).toBe(1);
  });

  it('asks for another URL where the storage refuses the one it has, once', () => {
    const virtual = spyingChat();
    virtual.emulator.faults.failOperation('UploadAttachment', {
      error: 'AccessDenied',
      status: 403,
      times: 1,
    });
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(asked(virtual)).toEqual([START, 'UploadAttachment 403', START, PUT, COMPLETE]);
    expect(urlsOf(virtual.requests).size).toBe(2);
    expect(kept(virtual)).toEqual(['notes.txt APPROVED']);
  });

  it('waits out an outage in which its URL expires', () => {
    const virtual = connectedChat();
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(12);
    const back = virtual.emulator.faults.offline();
    virtual.advance(5 * MINUTE);
    expect(sent.last).toMatchObject({ phase: 'sending' });
    back();
    virtual.advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(kept(virtual)).toEqual(['notes.txt APPROVED']);
  });

  it("errors with the storage's status and code where it refuses", () => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('UploadAttachment', {
      error: 'SignatureDoesNotMatch',
      status: 403,
    });
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(MINUTE);
    expect(sent.error).toMatchObject({
      name: 'ChatError',
      code: 'AccessDenied',
      statusCode: 403,
      retryable: false,
      message: 'cannot UploadAttachment: SignatureDoesNotMatch',
    });
    expect(virtual.emulator.requests.count('UploadAttachment')).toBe(2);
    expect(kept(virtual)).toEqual([]);
  });

  it.each([
    ['EntityTooLarge', 400, 'Validation', 1],
    ['ExpiredToken', 400, 'AccessDenied', 2],
    ['RequestTimeout', 400, 'Network', 5],
    ['SlowDown', 503, 'Service', 5],
  ])('takes %s (%d) for %s', (error, status, code, tries) => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('UploadAttachment', { error, status });
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(10 * MINUTE);
    expect(sent.error).toMatchObject({ code, statusCode: status });
    expect(virtual.emulator.requests.count('UploadAttachment')).toBe(tries);
  });

  it('errors with what the service refuses', () => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('StartAttachmentUpload', {
      error: 'ServiceQuotaExceededException',
    });
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(MINUTE);
    expect(sent.error).toMatchObject({ code: 'QuotaExceeded', statusCode: 402 });
  });

  it('gives up a try of which nothing is heard', () => {
    const silent: FileTransfer = () => new Promise(() => undefined);
    const virtual = connectedChat({ transfer: silent });
    const sent = watch(virtual.chat.sendAttachment(file('x'.repeat(10_000))));
    const metrics = watch(virtual.chat.metrics$);
    virtual.advance(30_000);
    expect(sent.ending).toBeUndefined();
    virtual.advance(10 * MINUTE);
    expect(sent.error).toMatchObject({ code: 'Network' });
    expect(metrics.values).toContainEqual(
      expect.objectContaining({ type: 'api', operation: 'UploadAttachment', attempts: 5 }),
    );
  });

  it('does not give up one that is slow and goes on', () => {
    const scheduler = new VirtualTimeScheduler(VirtualAction, 0);
    const transfer = jest.fn(() =>
      timer(29_000, 29_000, scheduler).pipe(
        map((turn): TransferEvent =>
          turn < 20
            ? { type: 'progress', sentBytes: turn }
            : { type: 'response', status: 403, errorText: '' },
        ),
      ),
    );
    const { advance, chat } = connectedChat({ service: { scheduler }, transfer });
    const sent = watch(chat.sendAttachment(file('x'.repeat(30))));
    advance(20 * 29_000 + 1_000);
    expect(sent.last).toMatchObject({ phase: 'sending', sentBytes: 19 });
    expect(transfer).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['asked for', 3, []],
    ['sent', 12, [START]],
  ])('is cancelled by unsubscribing while it is %s', (_, afterMs, expected) => {
    const virtual = connectedChat();
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(afterMs);
    sent.unsubscribe();
    virtual.advance(MINUTE);
    expect(asked(virtual)).toEqual(expected);
    expect(kept(virtual)).toEqual([]);
  });

  it('goes on after it was cancelled where it is subscribed again', () => {
    const virtual = spyingChat();
    const upload$ = virtual.chat.sendAttachment(file());
    const cancelled = watch(upload$);
    virtual.advance(12);
    cancelled.unsubscribe();
    virtual.advance(1_000);
    const sent = watch(upload$);
    virtual.advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(asked(virtual)).toEqual([START, START, PUT, COMPLETE]);
    expect(urlsOf(virtual.requests).size).toBe(1);
    expect(kept(virtual)).toHaveLength(1);
  });

  it('errors with Ended where the chat ends meanwhile, and stops', () => {
    const virtual = connectedChat();
    const sent = watch(virtual.chat.sendAttachment(file()));
    virtual.advance(12);
    virtual.contact.end();
    virtual.advance(MINUTE);
    expect(sent.error).toMatchObject({ code: 'Ended' });
    expect(virtual.pendingTimers()).toBe(0);
  });

  it('checks its arguments before anything is sent', () => {
    const virtual = connectedChat();
    const sent = watch(virtual.chat.sendAttachment(file('x'.repeat(11)), { maxBytes: 10 }));
    virtual.advance(MINUTE);
    expect(sent.error).toMatchObject({
      code: 'InvalidArgument',
      message:
        'cannot send an attachment: the size of the file must be an integer from 1 to 10, got 11',
    });
    expect(asked(virtual)).toEqual([]);
  });

  it('errors with Service where the answer names no place', () => {
    const { advance, contact, create, api } = virtualChat();
    const chat = create({
      chatDetails: contact.details,
      api: { ...api, startAttachmentUpload: () => [{ AttachmentId: 'a' }] },
    });
    watch(chat.connect());
    advance(1_000);
    const sent = watch(chat.sendAttachment(file()));
    advance(MINUTE);
    expect(sent.error).toMatchObject({ code: 'Service' });
  });
});

describe('downloadAttachment', () => {
  it('gives the file, as it was sent', async () => {
    const virtual = connectedChat();
    const got = watch(virtual.chat.downloadAttachment(attached(virtual, 'from Bea')));
    virtual.advance(MINUTE);
    expect(got).toMatchObject({ values: [expect.any(Blob)], ending: 'completed' });
    expect(await got.last?.text()).toBe('from Bea');
    expect(asked(virtual)).toEqual([GET, DOWNLOAD]);
  });

  it('errors with NotFound for an attachment that is not there', () => {
    const virtual = connectedChat();
    const got = watch(virtual.chat.downloadAttachment('none'));
    virtual.advance(MINUTE);
    expect(got.error).toMatchObject({ name: 'ChatError', code: 'NotFound', statusCode: 400 });
  });

  it('asks for another URL where the storage refuses the one it has, once', () => {
    const virtual = connectedChat();
    const refused = { error: 'AccessDenied', status: 403 };
    virtual.emulator.faults.failOperation('DownloadAttachment', { ...refused, times: 1 });
    const got = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    expect(got.ending).toBe('completed');
    expect(asked(virtual)).toEqual([GET, 'DownloadAttachment 403', GET, DOWNLOAD]);

    virtual.emulator.faults.failOperation('DownloadAttachment', refused);
    const second = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    expect(second.error).toMatchObject({ code: 'AccessDenied', statusCode: 403 });
  });

  it.each([
    ['lost', 'lose'],
    ['a failure', 'fail'],
  ] as const)('is tried again where the answer is %s', (_, how) => {
    const virtual = connectedChat();
    const { faults } = virtual.emulator;
    if (how === 'lose') faults.loseAnswer('DownloadAttachment', { times: 2 });
    else faults.failOperation('DownloadAttachment', { times: 2 });
    const got = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    expect(got.ending).toBe('completed');
    expect(virtual.emulator.requests.count('DownloadAttachment')).toBe(3);
  });

  it("errors with the storage's status", () => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('DownloadAttachment', {
      error: 'NoSuchKey',
      status: 404,
    });
    const got = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    expect(got.error).toMatchObject({
      code: 'NotFound',
      statusCode: 404,
      message: 'cannot DownloadAttachment: NoSuchKey',
    });
  });

  it('errors with Unsupported, once, if the transfer needs a global that is missing', () => {
    const transfer = jest.fn(() => throwError(() => new ReferenceError('Headers is not defined')));
    const virtual = connectedChat({ transfer });
    const got = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    const message = 'cannot DownloadAttachment: Headers is not defined';
    expect(got.error).toMatchObject({ code: 'Unsupported', message });
    expect(transfer).toHaveBeenCalledTimes(1);
  });

  it('errors with Service where no file came', () => {
    const virtual = connectedChat({ transfer: () => [{ type: 'response', status: 200 }] });
    const got = watch(virtual.chat.downloadAttachment(attached(virtual)));
    virtual.advance(MINUTE);
    expect(got.error).toMatchObject({ code: 'Service' });
  });

  it('is cancelled by unsubscribing', () => {
    const virtual = connectedChat();
    const id = attached(virtual);
    const before = virtual.pendingTimers();
    const got = watch(virtual.chat.downloadAttachment(id));
    virtual.advance(12);
    got.unsubscribe();
    expect(virtual.pendingTimers()).toBe(before);
    virtual.advance(MINUTE);
    expect(asked(virtual)).toEqual([GET]);
  });
});

describe('attachmentUrl', () => {
  it('gives a URL, a new one to each subscriber', () => {
    const virtual = connectedChat();
    const url$ = virtual.chat.attachmentUrl(attached(virtual));
    const [first, second] = [watch(url$), watch(url$)];
    virtual.advance(MINUTE);
    expect(first).toMatchObject({
      values: [expect.stringMatching(/^https:\/\/virtual\/download\//)],
      ending: 'completed',
    });
    expect(second.last).not.toBe(first.last);
  });

  it('says with attachmentLink when it expires, and how big the file is', () => {
    const virtual = connectedChat();
    const id = attached(virtual, 'four');
    const [link, longer] = [
      watch(virtual.chat.attachmentLink(id)),
      watch(virtual.chat.attachmentLink(id, { expiresInSeconds: 300 })),
    ];
    virtual.advance(1_000);
    expect(link.last).toEqual({
      url: expect.stringMatching(/^https:/),
      expiry: expect.any(Date),
      size: 4,
    });
    expect(longer.last!.expiry.getTime() - link.last!.expiry.getTime()).toBe(4 * MINUTE);
  });

  it('errors with NotFound for an attachment that is not there', () => {
    const virtual = connectedChat();
    const got = watch(virtual.chat.attachmentUrl('none'));
    virtual.advance(MINUTE);
    expect(got.error).toMatchObject({ code: 'NotFound' });
  });

  it('errors with what else goes wrong', () => {
    const virtual = connectedChat();
    virtual.emulator.faults.failOperation('GetAttachment');
    const got = watch(virtual.chat.attachmentUrl(attached(virtual)));
    virtual.advance(10 * MINUTE);
    expect(got.error).toMatchObject({ code: 'Service' });
  });

  it.each([
    [
      'no id',
      undefined,
      undefined,
      /attachmentId must be a string of 1 to 256 characters, got undefined/,
    ],
    ['an empty id', '', undefined, /attachmentId .*, got a string of 0 characters/],
    ['a long id', 'x'.repeat(257), undefined, /attachmentId .*, got a string of 257 characters/],
    ['too short a time', 'a', 4, /expiresInSeconds must be an integer from 5 to 300, got 4/],
    ['too long a time', 'a', 301, /expiresInSeconds .*, got 301/],
    ['half a second', 'a', 5.5, /expiresInSeconds .*, got 5.5/],
    ['no number', 'a', '60', /expiresInSeconds .*, got a string of 2 characters/],
  ])('refuses %s', (_, id, expiresInSeconds, message) => {
    const virtual = connectedChat();
    const options = { expiresInSeconds: expiresInSeconds as number };
    const got = watch(virtual.chat.attachmentUrl(id as string, options));
    expect(got.error).toMatchObject({ code: 'InvalidArgument' });
    expect((got.error as Error).message).toMatch(message);
    if (expiresInSeconds === undefined) {
      expect(watch(virtual.chat.downloadAttachment(id as string)).error).toMatchObject({
        code: 'InvalidArgument',
      });
    }
    virtual.advance(MINUTE);
    expect(asked(virtual)).toEqual([]);
  });
});

describe('each command of attachments', () => {
  const commands = ({ chat }: VirtualChat) => [
    chat.sendAttachment(file()),
    chat.downloadAttachment('a'),
    chat.attachmentUrl('a'),
    chat.attachmentLink('a'),
  ];

  it('errors with NotConnected before connect()', () => {
    for (const command$ of commands(virtualChat())) {
      expect(watch<unknown>(command$).error).toMatchObject({ code: 'NotConnected' });
    }
  });

  it('errors with Ended after the end', () => {
    const virtual = connectedChat();
    virtual.contact.end();
    virtual.advance(MINUTE);
    for (const command$ of commands(virtual)) {
      expect(watch<unknown>(command$).error).toMatchObject({ code: 'Ended' });
    }
  });

  it('has no URL and no content in a log line, a metric or an error, whatever goes wrong', () => {
    const { logger, lines } = recordingLogger();
    const virtual = spyingChat({ logger, logLevel: 'debug' });
    const { requests } = virtual;
    const metrics = watch(virtual.chat.metrics$);
    const { faults } = virtual.emulator;
    const errors: unknown[] = [];
    const id = attached(virtual, 'confidential');
    const attempt = () => {
      const all = [
        watch<unknown>(virtual.chat.sendAttachment(file('confidential'))),
        watch<unknown>(virtual.chat.downloadAttachment(id)),
      ];
      virtual.advance(10 * MINUTE);
      errors.push(...all.map(({ error }) => error));
    };
    for (const operation of ['UploadAttachment', 'DownloadAttachment'] as const) {
      faults.loseAnswer(operation);
      attempt();
      faults.clear();
      faults.failOperation(operation, { error: 'AccessDenied', status: 403 });
      attempt();
      faults.clear();
    }
    expect(requests.length).toBeGreaterThan(8);
    const said = inspect([lines, metrics.values, errors], { depth: 10 });
    expect(said).toContain('UploadAttachment');
    expect(said).not.toContain('confidential');
    for (const { url } of requests) expect(said).not.toContain(url);
  });
});
