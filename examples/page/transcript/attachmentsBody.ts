import { catchError, EMPTY, exhaustMap, fromEvent, type Observable, tap } from 'rxjs';
import type { Attachment } from 'rx-connect-chat/lite';
import { button, child, icon, setText } from '../parts.js';
import { openFile, opensHere, saveFile } from './files.js';
import type { MessageBody } from './messageRow.js';
import type { RowContext } from './row.js';

/** The files of a message, with how their scans go, to be had once they are approved. */
export function attachmentsBody(bubble: HTMLElement, { download }: RowContext): MessageBody {
  bubble.classList.add('files');
  const shown = new Map<string, (attachment: Attachment) => void>();
  return {
    update: ({ attachments }) => {
      for (const attachment of attachments) {
        const show = shown.get(attachment.id) ?? createFile(bubble, attachment, download);
        shown.set(attachment.id, show);
        show(attachment);
      }
    },
  };
}

function createFile(
  bubble: HTMLElement,
  { id, name, contentType }: Attachment,
  download: RowContext['download'],
): (attachment: Attachment) => void {
  const file = child(bubble, 'div', 'file');
  file.append(icon('file'));
  child(file, 'span', 'file-name', name);
  const status = child(file, 'span', 'file-status');
  const actions = child(file, 'span', 'file-actions');

  const offer = (text: string, act: (file: Blob) => void) => {
    const click = button(actions, text, 'link');
    click.setAttribute('aria-label', `${text} ${name}`);
    fromEvent(click, 'click')
      .pipe(exhaustMap(() => had(download(id), status).pipe(tap(act))))
      .subscribe();
  };

  return (attachment) => {
    if (file.dataset.status === attachment.status) return;
    file.dataset.status = attachment.status;
    setText(status, STATUS_TEXT[attachment.status] ?? '');
    actions.replaceChildren();
    if (attachment.status !== 'APPROVED') return;
    if (opensHere(contentType)) offer('Open', openFile);
    offer('Download', (blob) => {
      saveFile(blob, name);
    });
  };
}

const STATUS_TEXT: Readonly<Record<string, string>> = {
  IN_PROGRESS: 'Being scanned',
  REJECTED: 'Rejected by the scan',
};

/** The file; where it can't be had, `status` says so. */
const had = (file$: Observable<Blob>, status: HTMLElement): Observable<Blob> =>
  file$.pipe(
    tap(() => {
      setText(status, '');
    }),
    catchError((error: unknown) => {
      setText(status, (error as Error).message);
      return EMPTY;
    }),
  );
