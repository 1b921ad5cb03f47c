import { Observable } from 'rxjs';
import {
  answerDownload,
  answerUpload,
  lowerCased,
  storageErrorXml,
  type TransferOutcome,
} from '../emulator/model.js';
import type { FileTransfer, TransferEvent } from '../lite.js';
import type { VirtualNetwork } from './virtualApi.js';

/** The storage; an upload tells of its progress half way, and when all of it has gone out. */
export function virtualStorage({ model, later, latencyMs }: VirtualNetwork): FileTransfer {
  const files = new WeakMap<object, Blob>();
  return ({ method, url, headers, body }) =>
    new Observable<TransferEvent>((subscriber) => {
      const ticket = url.slice(url.lastIndexOf('/') + 1);
      const answer = (outcome: TransferOutcome) => {
        later(latencyMs(), () => {
          if (outcome.kind === 'lost') {
            subscriber.error(new Error(`cannot reach ${url}`));
            return;
          }
          if (outcome.kind === 'failed') {
            const errorText = storageErrorXml(outcome.error, `${outcome.message}: ${url}`);
            subscriber.next({ type: 'response', status: outcome.status, errorText });
          } else if (method === 'GET') {
            const { attachment } = outcome;
            const { bytes = new Uint8Array(), contentType: type } = attachment;
            const file = files.get(attachment) ?? new Blob([Uint8Array.from(bytes)], { type });
            subscriber.next({ type: 'response', status: 200, body: file });
          } else {
            if (body instanceof Blob) files.set(outcome.attachment, body);
            subscriber.next({ type: 'response', status: 200, errorText: '' });
          }
          subscriber.complete();
        });
      };
      const size = body?.size ?? 0;
      const ms = latencyMs();
      const sent = (sentBytes: number) => () => {
        if (method === 'PUT') subscriber.next({ type: 'progress', sentBytes });
      };
      const cancels = [
        later(ms / 2, sent(Math.floor(size / 2))),
        later(ms, () => {
          sent(size)();
          if (method === 'GET') answerDownload(model, ticket, answer);
          else {
            const upload = { headers: lowerCased(headers), bytes: new Uint8Array(size) };
            answerUpload(model, ticket, upload, answer);
          }
        }),
      ];
      return () => {
        for (const cancel of cancels) cancel();
      };
    });
}
