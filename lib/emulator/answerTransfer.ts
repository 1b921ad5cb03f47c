import { answerRequest, type Outcome } from './answerRequest.js';
import type { EmulatorModel } from './EmulatorModel.js';
import type { RequestName } from './requestName.js';
import { storeAttachment } from './service/attachments.js';
import { accessDenied } from './service/ServiceError.js';
import type { Attachment } from './service/state.js';

/** What becomes of a request to the storage; a success answers with the attachment. */
export type TransferOutcome =
  | Exclude<Outcome, { kind: 'answered' }>
  | { readonly kind: 'stored'; readonly attachment: Attachment };

/** A PUT to the storage: its headers in lower case, and its bytes. */
export interface Upload {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/** Plays the storage's side of an upload to the URL with this `ticket`. */
export function answerUpload(
  model: EmulatorModel,
  ticket: string,
  upload: Upload,
  done: (outcome: TransferOutcome) => void,
): void {
  const { uploadTickets } = model.service.directory;
  answer(model, 'UploadAttachment', uploadTickets.findEvenExpired(ticket), done, () => {
    const attachment = uploadTickets.find(ticket);
    if (!attachment || !isSigned(attachment, upload)) throw accessDenied();
    storeAttachment(model.service, attachment, upload.bytes);
    return attachment;
  });
}

/** Plays the storage's side of a download from the URL with this `ticket`. */
export function answerDownload(
  model: EmulatorModel,
  ticket: string,
  done: (outcome: TransferOutcome) => void,
): void {
  const { downloadTickets } = model.service.directory;
  answer(model, 'DownloadAttachment', downloadTickets.findEvenExpired(ticket), done, () => {
    const attachment = downloadTickets.find(ticket);
    if (!attachment?.bytes) throw accessDenied();
    return attachment;
  });
}

function answer(
  model: EmulatorModel,
  operation: RequestName,
  attachment: Attachment | undefined,
  done: (outcome: TransferOutcome) => void,
  run: () => Attachment,
): void {
  answerRequest(model, { operation, participant: attachment?.owner, run }, (outcome) => {
    done(
      outcome.kind === 'answered'
        ? { kind: 'stored', attachment: outcome.answer as Attachment }
        : outcome,
    );
  });
}

/** The signature of the URL covers these headers, and no other of the storage's own. */
function isSigned({ headers, size }: Attachment, upload: Upload): boolean {
  const expected = lowerCased(headers);
  const exact = Object.entries(expected).every(([name, value]) => upload.headers[name] === value);
  const others = Object.keys(upload.headers).some(
    (name) => name.startsWith('x-amz-') && !(name in expected),
  );
  return exact && !others && upload.bytes.length === size;
}

export const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Errors of the storage are XML, and have shorter names. */
export const storageErrorXml = (error: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escape(error.replace(/Exception$/, ''))}</Code><Message>${escape(message)}</Message></Error>`;

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
