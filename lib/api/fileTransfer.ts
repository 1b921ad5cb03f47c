import { Observable, type ObservableInput, throwError } from 'rxjs';
import { abortable } from './abortable.js';
import { ChatError } from './errors.js';
import { requireFetch } from './requireFetch.js';

/**
 * The port to the storage of attachments: uploads and downloads by signed URLs.
 *
 * The request is made when the function is called or the Observable is subscribed to; unsubscribing
 * should cancel it. An answer of any status is a `response`; no answer is an error, which counts as
 * `Network`. The message of such an error is dropped, since it may quote the URL.
 */
export type FileTransfer = (request: TransferRequest) => ObservableInput<TransferEvent>;

/** A request to the storage. */
export interface TransferRequest {
  readonly method: 'PUT' | 'GET';
  /** Signed: anybody who has it may make the request. */
  readonly url: string;
  /** Exactly those that the signature covers; the environment sets `Content-Length`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body of a PUT. */
  readonly body?: Blob | NativeFile;
}

/** A file as React Native's pickers give it. */
export interface NativeFile {
  /** Its location on the device, such as `file:///…`. */
  readonly uri: string;
  readonly name: string;
  /** Content type. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** Progress of a transfer. A `response` is the last event. */
export type TransferEvent =
  /** Bytes sent so far, if the environment reports them. */
  | { readonly type: 'progress'; readonly sentBytes: number }
  | {
      readonly type: 'response';
      /** The HTTP status. */
      readonly status: number;
      /** The file, if a GET succeeded. */
      readonly body?: Blob;
      /** The storage's XML otherwise. */
      readonly errorText?: string;
    };

const isBlob = (file: Blob | NativeFile): file is Blob => 'slice' in file;

/**
 * The default: PUT over XMLHttpRequest if there is one, since it reports progress; the rest over `fetch`.
 *
 * Errors with `Unsupported` for a {@link NativeFile} outside of React Native, which alone can read it, and if there is
 * no `fetch` for what goes over that.
 */
export const transferFile: FileTransfer = (request) => {
  const { method, body } = request;
  if (body && !isBlob(body) && !isReactNative()) {
    const message = 'cannot send a file by its uri outside of React Native: pass a Blob';
    return throwError(() => new ChatError('Unsupported', message));
  }
  return method === 'PUT' && typeof XMLHttpRequest === 'function'
    ? overXmlHttpRequest(request)
    : overFetch(request);
};

const overXmlHttpRequest = ({ method, url, headers, body }: TransferRequest) =>
  new Observable<TransferEvent>((subscriber) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(settable(headers))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded }) => {
      subscriber.next({ type: 'progress', sentBytes: loaded });
    };
    request.onload = () => {
      const { status, responseText } = request;
      subscriber.next({ type: 'response', status, errorText: responseText });
      subscriber.complete();
    };
    request.onerror = (failure) => {
      subscriber.error(failure);
    };
    request.send(bytesOf(body));
    return () => {
      request.abort();
    };
  });

const NAMES = { PUT: 'UploadAttachment', GET: 'DownloadAttachment' } as const;

const overFetch = ({ method, url, headers, body }: TransferRequest) =>
  abortable(
    async (signal): Promise<TransferEvent> => {
      const ask = requireFetch(NAMES[method], 'the option transfer');
      const response = await ask(url, {
        method,
        headers: settable(headers),
        body: bytesOf(body),
        credentials: 'omit',
        signal,
      });
      const { ok, status } = response;
      if (ok && method === 'GET') return { type: 'response', status, body: await response.blob() };
      return { type: 'response', status, errorText: await response.text() };
    },
    (rejection) => rejection,
  );

/** A slice has no type, so that no header is derived from it; React Native reads the file by its uri. */
const bytesOf = (body: Blob | NativeFile | undefined): Blob | null =>
  body ? (isBlob(body) ? body.slice() : (body as unknown as Blob)) : null;

/** Environments set the length themselves, and reject or warn about an explicit one. */
const settable = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
  );

/** Source: `navigator.product` of React Native's setUpNavigator. */
const isReactNative = () =>
  (globalThis.navigator as { readonly product?: string } | undefined)?.product === 'ReactNative';
