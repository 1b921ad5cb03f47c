import { catchError, filter, map } from 'rxjs';
import { checkAttachment } from '../../outbox/index.js';
import {
  ChatError,
  type GetAttachmentAnswer,
  invalidArgument,
  type TransferEvent,
} from '../../participant/index.js';
import type { AttachmentLink, LinkOptions } from '../attachment.js';
import type { Chat } from '../chat.js';
import { checked, type CommandContext } from './commandContext.js';
import { createUpload } from './upload.js';
import { withFreshUrl } from './withFreshUrl.js';

/** Files: sending them, and getting those that others sent. */
export function attachmentCommands(
  context: CommandContext,
): Pick<Chat, 'sendAttachment' | 'downloadAttachment' | 'attachmentUrl' | 'attachmentLink'> {
  const {
    api,
    call,
    command,
    patiently,
    service: { callStorage },
  } = context;

  const link = (AttachmentId: string, UrlExpiryInSeconds?: number) =>
    call(
      'GetAttachment',
      (ConnectionToken) =>
        api.getAttachment({
          ConnectionToken,
          AttachmentId,
          ...(UrlExpiryInSeconds !== undefined && { UrlExpiryInSeconds }),
        }),
      patiently,
    ).pipe(map(attachmentLink), catchError(unknownAttachment));

  const linkCommand = (attachmentId: string, { expiresInSeconds }: LinkOptions = {}) =>
    checked(() => {
      const act = 'get the URL of an attachment';
      checkId(act, attachmentId);
      checkExpiry(act, expiresInSeconds);
      return command(act, link(attachmentId, expiresInSeconds));
    });

  return {
    sendAttachment: (file, options) =>
      checked(() =>
        command('send an attachment', createUpload(context, checkAttachment(file, options))),
      ),
    downloadAttachment: (attachmentId) =>
      checked(() => {
        const act = 'download an attachment';
        checkId(act, attachmentId);
        const file$ = withFreshUrl(link(attachmentId), ({ url, size }) =>
          callStorage(
            { operation: 'DownloadAttachment', size },
            { method: 'GET', url, headers: {} },
            patiently,
          ),
        );
        return command(act, file$.pipe(filter(isResponse), map(blobOf)));
      }),
    attachmentUrl: (attachmentId, options) =>
      linkCommand(attachmentId, options).pipe(map(({ url }) => url)),
    attachmentLink: linkCommand,
  };
}

function attachmentLink(answer: GetAttachmentAnswer): AttachmentLink {
  const { Url: url, UrlExpiry = NaN, AttachmentSizeInBytes: size = 0 } = answer;
  if (url) return { url, expiry: new Date(UrlExpiry), size };
  throw new ChatError('Service', 'cannot get an attachment: the answer has no URL');
}

/** The service has no status of its own for this; nothing but the id can be wrong with the request. */
function unknownAttachment(error: unknown): never {
  if (!(error instanceof ChatError && error.code === 'Validation')) throw error;
  throw new ChatError('NotFound', 'cannot get an attachment: there is none with this id', error);
}

type Response = Extract<TransferEvent, { readonly type: 'response' }>;

const isResponse = (event: TransferEvent): event is Response => event.type === 'response';

function blobOf({ body }: Response): Blob {
  if (body) return body;
  throw new ChatError('Service', 'cannot download an attachment: the answer has no body');
}

/** Source: GetAttachment's limit for AttachmentId, in characters. */
const MAX_ID_LENGTH = 256;

function checkId(act: string, id: unknown): void {
  const given = typeof id === 'string' ? id.length : typeof id;
  if (typeof given === 'string' || given < 1 || given > MAX_ID_LENGTH) {
    const limit = `a string of 1 to ${MAX_ID_LENGTH} characters`;
    throw invalidArgument(act, `attachmentId must be ${limit}, got ${given}`);
  }
}

/** Source: GetAttachment's limits for UrlExpiryInSeconds. */
function checkExpiry(act: string, seconds: unknown): void {
  if (seconds === undefined) return;
  if (!Number.isInteger(seconds) || (seconds as number) < 5 || (seconds as number) > 300) {
    const given = typeof seconds === 'number' ? seconds : typeof seconds;
    throw invalidArgument(act, `expiresInSeconds must be an integer from 5 to 300, got ${given}`);
  }
}
