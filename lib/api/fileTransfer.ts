import { Observable, type ObservableInput, throwError } from 'rxjs';
import { abortable } from './abortable.js';
import { ChatError } from './errors.js';
import { requireFetch } from './requireFetch.js';

/**
 * The port to the storage that attachments go to and come from, by signed URLs.
 *
 * The request is made when this is called or the Observable subscribed; unsubscribing should cancel
 * it. An answer of any status is a `response`; no answer is an error, which counts as `Network`. What
 * such an error says is left out, since it may quote the URL.
 */
export type FileTransfer = (request: TransferRequest) => ObservableInput<TransferEvent>;

/** A request to the storage. */
export interface TransferRequest {
  readonly method: 'PUT' | 'GET';
  /** Signed: whoever has it may do this. */
  readonly url: string;
  /** Exactly those that the signature covers; `Content-Length` is the environment's to set. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a PUT sends. */
  readonly body?: Blob | NativeFile;
}

/** A file as React Native's pickers give it. */
export interface NativeFile {
  /** Where the device has it, such as `file:///…`. */
  readonly uri: string;
  readonly name: string;
  /** Content type. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** How a transfer goes on. A `response` is the last. */
export type TransferEvent =
  /** Bytes that have gone out so far, where the environment can tell. */
  | { readonly type: 'progress'; readonly sentBytes: number }
  | {
      readonly type: 'response';
      /** Of HTTP. */
      readonly status: number;
      /** What a GET that succeeded brings. */
      readonly body?: Blob;
      /** What came instead: the storage's XML. */
      readonly errorText?: string;
    };

const isBlob = (file: Blob | NativeFile): file is Blob => 'slice' in file;

/**
 * The default: PUT over XMLHttpRequest where there is one, since it tells how much has been sent, the
 * rest over `fetch`.
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

/** A slice has no type, so that no header comes of it; React Native reads the file by its uri. */
const bytesOf = (body: Blob | NativeFile | undefined): Blob | null =>
  body ? (isBlob(body) ? body.slice() : (body as unknown as Blob)) : null;

/** Environments set the length themselves, and complain about those who try. */
const settable = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
  );

/** Source: `navigator.product` of React Native's setUpNavigator. */
const isReactNative = () =>
  (globalThis.navigator as { readonly product?: string } | undefined)?.product === 'ReactNative';
