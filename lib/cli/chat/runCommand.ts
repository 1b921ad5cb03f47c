import {
  catchError,
  defer,
  EMPTY,
  expand,
  from,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  type Observer,
  of,
  take,
  tap,
} from 'rxjs';
import {
  type Attachment,
  type Chat,
  ChatError,
  interactiveResponse,
  parseInteractive,
  type Transcript,
} from '../../lite.js';
import { inOneRow, lineOf } from '../text/index.js';
import { questionIn } from './choices.js';
import type { Files } from './files.js';
import { type Output, print } from './output.js';
import type { Showing } from './shownItems.js';
import { complaint, failure, task } from './task.js';
import { type Command, HELP } from './parseCommand.js';
import { newestMessage } from './transcriptStatus.js';

/** What commands act on. */
export interface CommandContext {
  readonly chat: Chat;
  readonly files: Files;
  /** Is told when earlier items are being fetched. */
  readonly older$: Observer<Showing>;
}

/** Does what is asked for, and tells how it goes; what fails is a line. */
export function runCommand(command: Command, context: CommandContext): Observable<Output> {
  const { chat } = context;
  switch (command.type) {
    case 'say':
      return say(chat, command.text, command.isVerbatim);
    case 'older':
      return loadOlder(context, command.count);
    case 'file':
      return upload(context, command.path);
    case 'download':
      return download(context, command.id, command.path);
    case 'resend':
      return resend(chat);
    case 'help':
      return from(HELP.split('\n')).pipe(map((text) => print(lineOf(text, 'event'))));
    case 'mistake':
      return complaint(command.because);
    case 'end':
      return end(chat);
    case 'quit':
      return EMPTY; // what leaves is that there is nothing more to do
  }
}

function say(chat: Chat, text: string, isVerbatim: boolean): Observable<Output> {
  return now(chat).pipe(
    mergeMap((transcript) => {
      const newest = newestMessage(transcript);
      const isAsked = newest && newest.status === undefined;
      const view = isAsked ? parseInteractive(newest) : undefined;
      if (view?.kind === 'ViewResource') {
        return sent(chat.sendMessage(interactiveResponse(view, { text })));
      }
      const question = isAsked ? questionIn(newest) : undefined;
      const choice = /^\d+$/.test(text.trim()) && question?.choices[Number(text) - 1];
      if (isVerbatim || !choice) return sent(chat.sendMessage(text));
      if (choice.answer) return sent(chat.sendMessage(choice.answer));
      return complaint('this opens a page, which cannot be done here');
    }),
  );
}

/** What has failed on its way shows on the message itself; what has not got so far is told here. */
const sent = (sending$: Observable<unknown>): Observable<Output> =>
  sending$.pipe(
    ignoreElements(),
    catchError((error: unknown) =>
      error instanceof ChatError && error.code === 'InvalidArgument' ? failure(error) : EMPTY,
    ),
  );

/** Brings earlier items until there are `count` of them, page by page. */
function loadOlder({ chat, older$ }: CommandContext, count: number): Observable<Output> {
  const loaded = (before: Transcript, after: Transcript) => after.size - before.size;
  return task('earlier items', (progress) =>
    chat.connect().pipe(
      take(1), // before, it is not known where the transcript begins
      mergeMap(() => now(chat)),
      mergeMap((before) => {
        let latest = before;
        older$.next({ type: 'older-begins' });
        return of(before).pipe(
          expand((transcript) =>
            transcript.hasOlder && loaded(before, transcript) < count ? chat.loadOlder() : EMPTY,
          ),
          tap((transcript) => (latest = transcript)),
          map((transcript) => progress({ count: loaded(before, transcript) })),
          tap({
            complete: () => older$.next({ type: 'older-ends', transcript: latest }),
            error: () => older$.next({ type: 'older-ends', transcript: latest }),
          }),
        );
      }),
    ),
  );
}

function upload({ chat, files }: CommandContext, path: string): Observable<Output> {
  return task(`sending ${inOneRow(path)}`, (progress) =>
    defer(() => files.read(path)).pipe(
      mergeMap((file) => chat.sendAttachment(file)),
      map(({ sentBytes, totalBytes }) => progress({ done: sentBytes / totalBytes })),
    ),
  );
}

function download({ chat, files }: CommandContext, id: string, to = '.'): Observable<Output> {
  return now(chat).pipe(
    mergeMap((transcript) => {
      const found = attachmentsIn(transcript).filter((one) => one.id.startsWith(id));
      const [attachment] = found;
      if (!attachment) return complaint('there is no such file in what has been said');
      if (found.length > 1) return complaint('several files begin like this: give more of the id');
      return task(`getting ${inOneRow(attachment.name)}`, () =>
        chat.downloadAttachment(attachment.id).pipe(
          mergeMap((blob) => files.write(blob, attachment.name, to)),
          map((path) => print(lineOf(`saved as ${path}`, 'event'))),
        ),
      );
    }),
  );
}

const attachmentsIn = ({ items }: Transcript): readonly Attachment[] => [
  ...new Map(items.flatMap(({ attachments }) => attachments).map((one) => [one.id, one])).values(),
];

function resend(chat: Chat): Observable<Output> {
  return now(chat).pipe(
    mergeMap(({ items }) => {
      const failed = items.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return complaint('everything has been sent');
      return from(failed).pipe(mergeMap(({ id }) => sent(chat.resend(id))));
    }),
  );
}

/** Leaves the chat. What its flow asks after that is shown and can be answered until the chat is over. */
const end = (chat: Chat): Observable<Output> =>
  chat.disconnect().pipe(ignoreElements(), catchError(failure));

/** The present transcript. */
const now = (chat: Chat): Observable<Transcript> => chat.transcript$.pipe(take(1));
