import { fromEvent, type Observable, tap } from 'rxjs';
import type { ChatError, UploadProgress } from 'rx-connect-chat/lite';
import { button, child, setText } from '../parts.js';
import { sizeText } from '../transcript/itemText.js';

/** A file on its way. */
export interface UploadRow {
  readonly show: (progress: UploadProgress) => void;
  fail(error: ChatError): void;
  /** The reader wants it no more. */
  readonly cancel$: Observable<unknown>;
  /** The reader wants it to be tried once more. */
  readonly again$: Observable<unknown>;
  /** Takes the row away; answers whether it had the focus. */
  remove(): boolean;
}

export function uploadRow(list: HTMLUListElement, { name, size }: File): UploadRow {
  const row = child(list, 'li', 'upload');
  child(row, 'span', 'upload-name', name);
  const text = child(row, 'span', 'upload-text', sizeText(size));
  const bar = child(row, 'progress', 'upload-bar');
  bar.setAttribute('aria-label', `Progress of ${name}`);
  const again = button(row, 'Try again', 'link');
  again.hidden = true;
  const cancel = button(row, 'Cancel', 'link');
  cancel.setAttribute('aria-label', `Cancel ${name}`);
  const problem = child(row, 'p', 'upload-problem');
  problem.setAttribute('role', 'alert');

  return {
    show: ({ phase, sentBytes, totalBytes }) => {
      row.dataset.phase = phase;
      bar.max = totalBytes;
      bar.value = sentBytes;
      setText(text, `${sizeText(sentBytes)} of ${sizeText(totalBytes)}`);
    },
    fail: (error) => {
      row.dataset.phase = 'failed';
      setText(text, sizeText(size));
      bar.hidden = true;
      setText(problem, problemText(error));
      again.hidden = error.code === 'InvalidArgument'; // the same file stays what it is
    },
    cancel$: fromEvent(cancel, 'click'),
    again$: fromEvent(again, 'click').pipe(
      tap(() => {
        bar.hidden = false;
        again.hidden = true;
        setText(problem, '');
        cancel.focus();
      }),
    ),
    remove: () => {
      const hadFocus = row.contains(document.activeElement);
      row.remove();
      return hadFocus;
    },
  };
}

const problemText = ({ code, message }: ChatError): string =>
  code === 'InvalidArgument' ? 'Files of this kind or size cannot be sent' : `Not sent: ${message}`;
