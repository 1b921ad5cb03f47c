import { catchError, filter, map } from 'rxjs';
import { checkAttachment } from '../../outbox/index.js';
import { ChatError, type GetAttachmentAnswer, type TransferEvent } from '../../api/index.js';
import type { AttachmentLink } from '../attachment.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';
import { createUpload } from './upload.js';
import { retryExpiredUrl } from './retryExpiredUrl.js';

/** Files: sending them, and getting those that others sent. */
export function attachmentCommands(
  context: CommandContext,
): Pick<Chat, 'sendAttachment' | 'downloadAttachment' | 'attachmentUrl' | 'attachmentLink'> {
  const {
    ask,
    command,
    patiently,
    service: { transferFile },
  } = context;

  const link = (AttachmentId: string, UrlExpiryInSeconds?: number) =>
    ask('getAttachment', {
      AttachmentId,
      ...(UrlExpiryInSeconds !== undefined && { UrlExpiryInSeconds }),
    }).pipe(map(attachmentLink), catchError(unknownAttachment));

  const linkCommand: Chat['attachmentLink'] = (attachmentId, { expiresInSeconds: seconds } = {}) =>
    command('get the URL of an attachment', ({ text, integer }) => {
      text('attachmentId', attachmentId, MAX_ID_LENGTH);
      // Source: GetAttachment's limits for UrlExpiryInSeconds.
      if (seconds !== undefined) integer('expiresInSeconds', seconds, 5, 300);
      return link(attachmentId, seconds);
    });

  return {
    sendAttachment: (file, options) =>
      command('send an attachment', () => createUpload(context, checkAttachment(file, options))),
    downloadAttachment: (attachmentId) =>
      command('download an attachment', ({ text }) => {
        const link$ = link(text('attachmentId', attachmentId, MAX_ID_LENGTH));
        return retryExpiredUrl(link$, ({ url, size }) => {
          const about = { operation: 'DownloadAttachment', size } as const;
          return transferFile(about, { method: 'GET', url, headers: {} }, patiently);
        }).pipe(filter(isResponse), map(blobOf));
      }),
    attachmentUrl: (attachmentId, options) =>
      linkCommand(attachmentId, options).pipe(map(({ url }) => url)),
    attachmentLink: linkCommand,
  };
}

/** Source: GetAttachment's limit for AttachmentId, in characters. */
const MAX_ID_LENGTH = 256;

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
