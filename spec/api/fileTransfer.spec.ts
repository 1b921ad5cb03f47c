import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { from, lastValueFrom, toArray } from 'rxjs';
import { type NativeFile, transferFile, type TransferRequest } from '../../lib/api/fileTransfer.js';
import { replaceGlobal } from './support/replaceGlobal.js';

const HEADERS = { 'Content-Type': 'image/png', 'x-amz-tag': 'a', 'Content-Length': '3' };
const PHOTO: NativeFile = { uri: 'file:///p.png', name: 'p.png', type: 'image/png', size: 3 };

const blob = new Blob(['abc'], { type: 'text/plain' });
const put: TransferRequest = {
  method: 'PUT',
  url: 'https://storage/key',
  headers: HEADERS,
  body: blob,
};

const events = (request: TransferRequest) =>
  lastValueFrom(from(transferFile(request)).pipe(toArray()));

describe('transferFile over fetch', () => {
  /** A storage on this machine that answers with `status` and `text`. */
  const withStorage = async (
    { status, text }: { readonly status: number; readonly text: string },
    test: (
      url: string,
      received: () => { request: IncomingMessage; body: string },
    ) => Promise<void>,
  ) => {
    let received: { request: IncomingMessage; body: string } | undefined;
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received = { request, body };
        response.writeHead(status, { 'Content-Type': 'image/png' });
        response.end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      await test(`http://127.0.0.1:${port}/key?signature=s`, () => received!);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };

  it('puts the bytes with the given headers', () =>
    withStorage({ status: 200, text: '' }, async (url, received) => {
      expect(await events({ ...put, url })).toEqual([
        { type: 'response', status: 200, errorText: '' },
      ]);
      const { request, body } = received();
      expect([request.method, request.url, body]).toEqual(['PUT', '/key?signature=s', 'abc']);
      expect(request.headers).toMatchObject({
        'content-type': 'image/png',
        'x-amz-tag': 'a',
        'content-length': '3',
      });
      expect(request.headers.cookie).toBeUndefined();
    }));

  it('adds no type of the file to headers that have none', () =>
    withStorage({ status: 200, text: '' }, async (url, received) => {
      await events({ ...put, url, headers: {} });
      expect(received().request.headers['content-type']).toBeUndefined();
    }));

  it('gets a file', () =>
    withStorage({ status: 200, text: 'abc' }, async (url) => {
      const [response] = await events({ method: 'GET', url, headers: {} });
      expect(response).toMatchObject({ type: 'response', status: 200 });
      const { body } = response as { body: Blob };
      expect([await body.text(), body.type]).toEqual(['abc', 'image/png']);
    }));

  it.each(['PUT', 'GET'] as const)('gives the text that comes with a refused %s', (method) =>
    withStorage({ status: 403, text: '<Code>AccessDenied</Code>' }, async (url) => {
      const request = method === 'PUT' ? put : { method, headers: {} };
      expect(await events({ ...request, url })).toEqual([
        { type: 'response', status: 403, errorText: '<Code>AccessDenied</Code>' },
      ]);
    }),
  );

  it('errors if no answer comes', async () => {
    await expect(events({ ...put, url: 'http://127.0.0.1:1/' })).rejects.toBeDefined();
  });

  it.each(['PUT', 'GET'] as const)(
    'errors with Unsupported if there is no fetch: %s',
    async (method) => {
      const restore = replaceGlobal('fetch', undefined);
      try {
        const request = method === 'PUT' ? put : { ...put, method };
        await expect(events(request)).rejects.toMatchObject({
          code: 'Unsupported',
          message: expect.stringMatching(/no fetch; pass the option transfer$/),
        });
      } finally {
        restore();
      }
    },
  );

  it('errors with Unsupported for a file that only React Native can read', async () => {
    await expect(events({ ...put, body: PHOTO })).rejects.toMatchObject({
      name: 'ChatError',
      code: 'Unsupported',
    });
  });
});

/** What a browser's does, as far as the transfer uses it. */
class FakeXmlHttpRequest {
  static readonly made: FakeXmlHttpRequest[] = [];
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  readonly asked: Record<string, unknown> = {};
  readonly headers: Record<string, string> = {};
  status = 0;
  responseText = '';
  aborted = false;
  onload?: () => void;
  onerror?: (event: unknown) => void;

  constructor() {
    FakeXmlHttpRequest.made.push(this);
  }

  open(method: string, url: string): void {
    Object.assign(this.asked, { method, url });
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body: unknown): void {
    this.asked['body'] = body;
  }

  abort(): void {
    this.aborted = true;
  }
}

describe('transferFile over XMLHttpRequest', () => {
  let restore: () => void;

  beforeEach(() => {
    FakeXmlHttpRequest.made.length = 0;
    restore = replaceGlobal('XMLHttpRequest', FakeXmlHttpRequest);
  });
  afterEach(() => {
    restore();
  });

  const sending = (request: TransferRequest = put) => {
    const told: unknown[] = [];
    const subscription = from(transferFile(request)).subscribe({
      next: (event) => told.push(event),
      error: (error: unknown) => told.push(['errored', error]),
      complete: () => told.push('completed'),
    });
    return { told, subscription, request: FakeXmlHttpRequest.made[0]! };
  };

  it('makes no request before it is subscribed', () => {
    void transferFile(put);
    expect(FakeXmlHttpRequest.made).toEqual([]);
  });

  it('puts the bytes, emits the progress, then the response', async () => {
    const { told, request } = sending();
    expect(request.asked).toMatchObject({ method: 'PUT', url: 'https://storage/key' });
    expect(request.headers).toEqual({ 'Content-Type': 'image/png', 'x-amz-tag': 'a' });
    const body = request.asked['body'] as Blob;
    expect([await body.text(), body.type]).toEqual(['abc', '']);
    request.upload.onprogress?.({ loaded: 2 });
    Object.assign(request, { status: 403, responseText: '<Code>AccessDenied</Code>' });
    request.onload?.();
    expect(told).toEqual([
      { type: 'progress', sentBytes: 2 },
      { type: 'response', status: 403, errorText: '<Code>AccessDenied</Code>' },
      'completed',
    ]);
  });

  it('errors if no answer comes', () => {
    const { told, request } = sending();
    request.onerror?.('lost');
    expect(told).toEqual([['errored', 'lost']]);
  });

  it('aborts when it is unsubscribed', () => {
    const { told, request, subscription } = sending();
    subscription.unsubscribe();
    request.upload.onprogress?.({ loaded: 2 });
    request.onload?.();
    expect([request.aborted, told]).toEqual([true, []]);
  });

  it("sends React Native's files by their uri, and there alone", () => {
    expect(sending({ ...put, body: PHOTO }).told).toMatchObject([
      ['errored', { code: 'Unsupported' }],
    ]);
    const back = replaceGlobal('navigator', { product: 'ReactNative' });
    try {
      expect(sending({ ...put, body: PHOTO }).request.asked['body']).toBe(PHOTO);
    } finally {
      back();
    }
  });
});
