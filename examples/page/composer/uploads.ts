import { finalize, retry, take, takeUntil, tap } from 'rxjs';
import type { Chat, ChatError } from 'rx-connect-chat/lite';
import { uploadRow } from './uploadRow.js';

/** The files of a chat that are on their way. */
export interface Uploads {
  readonly list: HTMLUListElement;
  /**
   * Sends a file, and shows its progress in {@link list}. It ends with the chat.
   *
   * @param refocus - called when the row goes that has the focus.
   */
  send(file: File, refocus: () => void): void;
}

export function createUploads({ sendAttachment }: Pick<Chat, 'sendAttachment'>): Uploads {
  const list = document.createElement('ul');
  list.className = 'uploads';
  list.setAttribute('aria-label', 'Files on their way');
  return {
    list,
    send: (file, refocus) => {
      const row = uploadRow(list, file);
      sendAttachment(file)
        .pipe(
          tap(row.show),
          retry({
            delay: (error: ChatError) => {
              row.fail(error);
              return row.again$.pipe(take(1));
            },
          }),
          takeUntil(row.cancel$),
          finalize(() => {
            if (row.remove()) refocus();
          }),
        )
        .subscribe();
    },
  };
}
