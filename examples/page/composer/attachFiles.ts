import {
  filter,
  finalize,
  fromEvent,
  map,
  merge,
  mergeMap,
  type Observable,
  retry,
  type Subscription,
  take,
  takeUntil,
  tap,
} from 'rxjs';
import type { Chat, ChatError } from 'rx-connect-chat/lite';
import { part } from '../parts.js';
import { uploadRow } from './uploadRow.js';

/** Sends the files that are chosen, dropped on the pane or pasted, all at once, each with its progress. */
export function attachFiles(
  pane: HTMLElement,
  { sendAttachment }: Pick<Chat, 'sendAttachment'>,
): Subscription {
  const uploads = part(pane, 'uploads', HTMLUListElement);
  const attach = part(pane, 'attach', HTMLButtonElement);

  const upload = (file: File): Observable<unknown> => {
    const row = uploadRow(uploads, file);
    return sendAttachment(file).pipe(
      tap(row.show),
      retry({
        delay: (error: ChatError) => {
          row.fail(error);
          return row.again$.pipe(take(1));
        },
      }),
      takeUntil(row.cancel$),
      finalize(() => {
        if (row.remove()) attach.focus();
      }),
    );
  };

  const sending = merge(chosenFiles(pane, attach), droppedFiles(pane), pastedFiles(pane))
    .pipe(
      filter(() => !attach.closest('[hidden]')), // the chat is over
      mergeMap((files) => files),
      mergeMap(upload),
    )
    .subscribe();
  sending.add(() => {
    uploads.replaceChildren();
  });
  return sending;
}

function chosenFiles(pane: HTMLElement, attach: HTMLButtonElement): Observable<readonly File[]> {
  const input = part(pane, 'files', HTMLInputElement);
  const asked$ = fromEvent(attach, 'click').pipe(
    tap(() => {
      input.click();
    }),
    map(() => []),
  );
  const chosen$ = fromEvent(input, 'change').pipe(
    map(() => {
      const files = [...(input.files ?? [])];
      input.value = ''; // the same file may be chosen again
      return files;
    }),
  );
  return merge(asked$, chosen$);
}

function droppedFiles(pane: HTMLElement): Observable<readonly File[]> {
  const carriesFiles = ({ dataTransfer }: DragEvent) =>
    dataTransfer?.types.includes('Files') === true;
  const mark = (isOver: boolean) => {
    pane.classList.toggle('pane-drop', isOver);
  };
  const over$ = fromEvent<DragEvent>(pane, 'dragover').pipe(
    filter(carriesFiles),
    tap((event) => {
      event.preventDefault();
      mark(true);
    }),
    map(() => []),
  );
  const left$ = fromEvent<DragEvent>(pane, 'dragleave').pipe(
    filter(({ relatedTarget }) => !pane.contains(relatedTarget as Node | null)),
    tap(() => {
      mark(false);
    }),
    map(() => []),
  );
  const dropped$ = fromEvent<DragEvent>(pane, 'drop').pipe(
    filter(carriesFiles),
    map((event) => {
      event.preventDefault();
      mark(false);
      return [...(event.dataTransfer?.files ?? [])];
    }),
  );
  return merge(over$, left$, dropped$);
}

const pastedFiles = (pane: HTMLElement): Observable<readonly File[]> =>
  fromEvent<ClipboardEvent>(part(pane, 'input', HTMLTextAreaElement), 'paste').pipe(
    map((event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) event.preventDefault();
      return files;
    }),
  );
