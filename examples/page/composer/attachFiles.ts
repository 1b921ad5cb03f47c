import {
  filter,
  fromEvent,
  map,
  merge,
  mergeMap,
  type Observable,
  type Subscription,
  tap,
} from 'rxjs';
import { part } from '../parts.js';
import type { Unfinished } from './unfinished.js';

/** Sends the files that are chosen, dropped on the pane or pasted, all at once, each with its progress. */
export function attachFiles(pane: HTMLElement, { uploads }: Unfinished): Subscription {
  const attach = part(pane, 'attach', HTMLButtonElement);
  part(pane, 'uploads', HTMLElement).replaceWith(uploads.list);

  return merge(chosenFiles(pane, attach), droppedFiles(pane), pastedFiles(pane))
    .pipe(
      filter(() => !attach.closest('[hidden]')), // the chat is over
      mergeMap((files) => files),
    )
    .subscribe((file) => {
      uploads.send(file, () => {
        attach.focus();
      });
    });
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
