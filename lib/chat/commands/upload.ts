import { concat, defer, EMPTY, map, type Observable, of, ReplaySubject, share } from 'rxjs';
import type { CheckedAttachment } from '../../outbox/index.js';
import { ChatError, type StartAttachmentUploadAnswer } from '../../api/index.js';
import type { UploadProgress } from '../attachment.js';
import type { CommandContext } from './commandContext.js';
import { retryExpiredUrl } from './retryExpiredUrl.js';

/**
 * An upload: where to, the bytes, that they are there.
 *
 * - **On subscribe**: begins, goes on from where the last subscription failed, or shares what is under
 *   way. Bytes that are in the storage are not sent again.
 * - **Emits** its progress; a later subscriber gets the present one first. Completes with `done`.
 * - **Unsubscribing** the last subscriber cancels what is under way.
 */
export function createUpload(
  { ask, newToken, patiently, service: { transferFile }, tell }: CommandContext,
  { file, name, contentType, size, clientToken }: CheckedAttachment,
): Observable<UploadProgress> {
  const newTokens = () => ({ start: newToken(), complete: newToken() });
  let tokens =
    clientToken === undefined
      ? newTokens()
      : { start: `${clientToken}/start`, complete: `${clientToken}/complete` };
  /** The id of the attachment whose bytes are in the storage. */
  let stored: string | undefined;

  const at = (phase: 'starting' | 'sending' | 'completing', sentBytes: number): UploadProgress => ({
    done: false,
    phase,
    sentBytes,
    totalBytes: size,
  });

  const target$ = defer(() =>
    ask('startAttachmentUpload', {
      AttachmentName: name,
      AttachmentSizeInBytes: size,
      ContentType: contentType,
      ClientToken: tokens.start,
    }),
  ).pipe(map(targetOf));

  const store$ = retryExpiredUrl(
    target$,
    ({ id, url, headers }) =>
      concat(
        of(at('sending', 0)),
        transferFile(
          { operation: 'UploadAttachment', size },
          { method: 'PUT', url, headers, body: file },
          patiently,
        ).pipe(
          map((event) => {
            if (event.type === 'progress') return at('sending', Math.min(event.sentBytes, size));
            stored = id;
            return at('sending', size);
          }),
        ),
      ),
    () => {
      tokens = newTokens(); // the same would be answered with the same URL
    },
  );

  const complete = (attachmentId: string) =>
    tell('completeAttachmentUpload', {
      AttachmentIds: [attachmentId],
      ClientToken: tokens.complete,
    }).pipe(
      map((): UploadProgress => ({
        done: true,
        phase: 'done',
        attachmentId,
        sentBytes: size,
        totalBytes: size,
      })),
    );

  return concat(
    defer(() => (stored === undefined ? concat(of(at('starting', 0)), store$) : EMPTY)),
    defer(() =>
      stored === undefined ? EMPTY : concat(of(at('completing', size)), complete(stored)),
    ),
  ).pipe(
    share({
      connector: () => new ReplaySubject(1),
      resetOnError: true,
      resetOnComplete: false,
      resetOnRefCountZero: true,
    }),
  );
}

function targetOf({ AttachmentId: id, UploadMetadata }: StartAttachmentUploadAnswer) {
  const { Url: url, HeadersToInclude: headers = {} } = UploadMetadata ?? {};
  if (id && url) return { id, url, headers };
  throw new ChatError('Service', 'cannot send an attachment: the answer has no id or no URL');
}
