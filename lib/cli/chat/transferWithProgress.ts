import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Observable } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import type { FileTransfer, TransferEvent, TransferRequest } from '../../lite.js';

/** Bytes between two looks at how it goes. */
const PIECE = 64 * 1024;

/** Moves files as Node's `fetch` does, but tells how far an upload is. */
export const transferWithProgress: FileTransfer = (request) =>
  request.method === 'PUT' && request.body instanceof Blob
    ? upload(request, request.body)
    : download(request);

const upload = ({ url, headers }: TransferRequest, file: Blob): Observable<TransferEvent> =>
  new Observable((subscriber) => {
    const start = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
    const sending = start(url, {
      method: 'PUT',
      headers: { ...headers, 'Content-Length': file.size },
    });
    sending.on('error', (error) => subscriber.error(error));
    sending.on('response', (response) => {
      let errorText = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (errorText += text));
      response.on('error', (error) => subscriber.error(error));
      response.on('end', () => {
        subscriber.next({ type: 'response', status: response.statusCode ?? 0, errorText });
        subscriber.complete();
      });
    });
    const sendFrom = async (sentBytes: number): Promise<void> => {
      if (subscriber.closed) return;
      subscriber.next({ type: 'progress', sentBytes });
      if (sentBytes >= file.size) {
        sending.end();
        return;
      }
      const piece = file.slice(sentBytes, sentBytes + PIECE);
      sending.write(new Uint8Array(await piece.arrayBuffer()), () => {
        void sendFrom(sentBytes + piece.size);
      });
    };
    void sendFrom(0);
    return () => sending.destroy();
  });

const download = ({ method, url, headers }: TransferRequest): Observable<TransferEvent> =>
  fromFetch(url, {
    method,
    headers: { ...headers },
    selector: async (response): Promise<TransferEvent> => {
      const { ok, status } = response;
      return ok
        ? { type: 'response', status, body: await response.blob() }
        : { type: 'response', status, errorText: await response.text() };
    },
  });
