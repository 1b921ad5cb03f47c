import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRequest, type Outcome } from '../answerRequest.js';
import type { EmulatorModel } from '../EmulatorModel.js';
import type { RequestName } from '../requestName.js';
import { storeAttachment } from '../service/attachments.js';
import { accessDenied } from '../service/ServiceError.js';
import type { Attachment } from '../service/state.js';
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
  const { uploadTickets, downloadTickets } = model.service.directory;
  if (method === 'PUT' && path.startsWith(UPLOAD_PATH)) {
    const ticket = path.slice(UPLOAD_PATH.length);
    const bytes = await readBody(request, model.service.environment.limits.attachmentSize);
    serve(model, 'UploadAttachment', uploadTickets.findEvenExpired(ticket), response, () => {
      const attachment = uploadTickets.find(ticket);
      if (!attachment || !signed(attachment, request, bytes)) throw accessDenied();
      storeAttachment(model.service, attachment, bytes);
      return () => send(response, 200, '', {});
    });
    return true;
  }
  if (method === 'GET' && path.startsWith(DOWNLOAD_PATH)) {
    const ticket = path.slice(DOWNLOAD_PATH.length);
    serve(model, 'DownloadAttachment', downloadTickets.findEvenExpired(ticket), response, () => {
      const attachment = downloadTickets.find(ticket);
      if (!attachment?.bytes) throw accessDenied();
      const { bytes, headers } = attachment;
      return () => send(response, 200, bytes, lowerCased(headers));
    });
    return true;
  }
  return false;
}

/** A success is a function here: what goes out is not JSON. */
function serve(
  model: EmulatorModel,
  operation: RequestName,
  attachment: Attachment | undefined,
  response: ServerResponse,
  run: () => () => void,
): void {
  answerRequest(model, { operation, participant: attachment?.owner, run }, (outcome) => {
    if (outcome.kind === 'answered') (outcome.answer as () => void)();
    else if (outcome.kind === 'lost') drop(response);
    else sendStorageError(response, outcome);
  });
}

/** The signature of the URL covers these headers, and no other of the storage's own. */
function signed({ headers, size }: Attachment, request: IncomingMessage, bytes: Buffer): boolean {
  const expected = lowerCased(headers);
  const exact = Object.entries(expected).every(([name, value]) => request.headers[name] === value);
  const others = Object.keys(request.headers).some(
    (name) => name.startsWith('x-amz-') && !(name in expected),
  );
  return exact && !others && bytes.length === size;
}

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Errors of the storage are XML. */
function sendStorageError(
  response: ServerResponse,
  { status, error, message }: Extract<Outcome, { kind: 'failed' }>,
): void {
  const code = error.replace(/Exception$/, '');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error>`;
  send(response, status, body, { 'content-type': 'application/xml' });
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
