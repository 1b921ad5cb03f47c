import { defer, filter, map } from 'rxjs';
import { askClient } from './chatClient.js';
import type { AttachmentArgs, SendAttachmentArgs } from './args.js';
import { IllegalArgument } from './answers.js';
import type { AskingAnswer, AskingPromise } from './asking.js';
import type { SessionContext } from './context.js';

/** Files: by the chat, or by the page's own ChatClient, which has its own way of sending them. */
export function attachmentCommands(
  { chat, answers, client, connectionToken }: SessionContext,
  answered: AskingAnswer,
  promise: AskingPromise,
) {
  return {
    sendAttachment: ({ attachment, metadata }: SendAttachmentArgs) => {
      if (!attachment) throw new IllegalArgument('attachment is missing');
      return answered(
        'sendAttachment',
        metadata,
        defer(() =>
          client
            ? askClient<{ data?: unknown } | undefined, 'sendAttachment'>(
                client,
                'sendAttachment',
                connectionToken(),
                attachment,
                metadata,
              ).pipe(map((answer) => Object(answer?.data) as object))
            : chat()
                .sendAttachment(attachment)
                .pipe(
                  filter((progress) => progress.done),
                  map(({ attachmentId }) => answers.takeAttachment(attachmentId) ?? {}),
                ),
        ),
      );
    },

    downloadAttachment: async ({ attachmentId, metadata }: AttachmentArgs) => {
      const blob = await promise(
        'downloadAttachment',
        metadata,
        defer(() =>
          client
            ? askClient<Blob, 'downloadAttachment'>(
                client,
                'downloadAttachment',
                connectionToken(),
                attachmentId,
              )
            : chat().downloadAttachment(attachmentId),
        ),
      );
      return Object.assign(blob, { metadata: metadata ?? null });
    },

    getAttachmentURL: ({ attachmentId, metadata }: AttachmentArgs) =>
      promise(
        'getAttachmentURL',
        metadata,
        defer(() => chat().attachmentUrl(attachmentId)),
      ),
  };
}
