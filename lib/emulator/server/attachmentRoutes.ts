import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  answerDownload,
  answerUpload,
  lowerCased,
  storageErrorXml,
  type TransferOutcome,
} from '../answerTransfer.js';
import type { EmulatorModel } from '../EmulatorModel.js';
import { drop, readBody, send } from './http.js';

export const UPLOAD_PATH = '/attachments/upload/';
export const DOWNLOAD_PATH = '/attachments/download/';

/** Plays the storage that pre-signed URLs lead to. Answers whether the route is one of those. */
export async function serveAttachment(
  model: EmulatorModel,
  method: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (method === 'PUT' && path.startsWith(UPLOAD_PATH)) {
    const ticket = path.slice(UPLOAD_PATH.length);
    const bytes = await readBody(request, model.service.environment.limits.attachmentSize);
    answerUpload(model, ticket, { headers: request.headers, bytes }, (outcome) => {
      if (outcome.kind === 'stored') send(response, 200, '', {});
      else sendFailure(response, outcome);
    });
    return true;
  }
  if (method === 'GET' && path.startsWith(DOWNLOAD_PATH)) {
    answerDownload(model, path.slice(DOWNLOAD_PATH.length), (outcome) => {
      if (outcome.kind === 'stored') {
        const { bytes = '', headers } = outcome.attachment;
        send(response, 200, bytes, lowerCased(headers));
      } else sendFailure(response, outcome);
    });
    return true;
  }
  return false;
}

function sendFailure(
  response: ServerResponse,
  outcome: Exclude<TransferOutcome, { kind: 'stored' }>,
): void {
  if (outcome.kind === 'lost') drop(response);
  else {
    const { status, error, message } = outcome;
    send(response, status, storageErrorXml(error, message), { 'content-type': 'application/xml' });
  }
}
