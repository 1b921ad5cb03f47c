import {
  AsyncSubject,
  catchError,
  concat,
  concatMap,
  connect,
  defer,
  distinctUntilChanged,
  EMPTY,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  Subject,
  take,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import { type Chat, type ChatItem, isMessage } from '../../lite.js';
import { lineOf } from '../text/index.js';
import type { Files } from './files.js';
import { itemLine } from './itemLine.js';
import { type Output, print } from './output.js';
import { type Command, parseCommand } from './parseCommand.js';
import { runCommand } from './runCommand.js';
import { type Showing, shownItems } from './shownItems.js';
import { speakerOf } from './speakerOf.js';
import { isSameLine, stateLine } from './stateLines.js';
import { transcriptStatus } from './transcriptStatus.js';

/** What a session is between. */
export interface SessionOptions {
  readonly chat: Chat;
  /** What is typed, line by line; it completes with the input. */
  readonly lines$: Observable<string>;
  /** Each key while a message is being typed. */
  readonly keys$: Observable<unknown>;
  readonly files: Files;
}

/**
 * A chat as somebody at a terminal has it: connects, does what is typed, and shows what comes of it.
 *
 * - **Emits** what to show.
 * - **Completes** when the chat is over, or left: after `/quit` or the end of `lines$`, as soon as what
 *   was asked for before has been done; at once with `chat.close()`.
 * - **Errors** with what keeps one from being connected.
 */
export const session = ({ chat, lines$, keys$, files }: SessionOptions): Observable<Output> =>
  defer(() => {
    const older$ = new Subject<Showing>();
    const over$ = chat.connectionState$.pipe(ignoreElements(), endWith(undefined));
    const commands$ = lines$.pipe(
      map(parseCommand),
      filter((command) => command !== undefined),
      takeUntil(over$),
    );
    return merge(
      states(chat),
      statuses(chat),
      hints(chat),
      items(chat, older$.pipe(takeUntil(over$))),
      keys$.pipe(
        mergeMap(() => quietly(chat.sendTyping())),
        takeUntil(over$),
      ),
      chat.connect().pipe(map(({ resumed }) => print(lineOf(resumed ? BACK : CONNECTED, 'good')))),
      commands$.pipe(
        obeying((command) => runCommand(command, { chat, files, older$ })),
        tap({ complete: () => chat.close() }),
      ),
    );
  });

const CONNECTED = '── Connected';
const BACK = '── Connected again: what was missed is here';

const isLeaving = ({ type }: Command) => type === 'quit';

/**
 * Does commands: those that bring earlier items one after the other, the rest as they come, and the last
 * one, which leaves, when all others are done.
 */
const obeying =
  (run: (command: Command) => Observable<Output>) =>
  (commands$: Observable<Command>): Observable<Output> =>
    commands$.pipe(
      takeWhile((command) => !isLeaving(command), true),
      connect((shared$) => {
        const last$ = new AsyncSubject<Command>();
        const [paging$, others$] = [
          shared$.pipe(
            filter(({ type }) => type === 'older'),
            concatMap(run),
          ),
          shared$.pipe(
            filter((one) => one.type !== 'older' && !isLeaving(one)),
            mergeMap(run),
          ),
        ];
        return concat(
          merge(paging$, others$, shared$.pipe(tap(last$), ignoreElements())),
          last$.pipe(filter(isLeaving), mergeMap(run)),
        );
      }),
    );

/** How the connection is, as lines of their own and in the status. */
const states = (chat: Chat): Observable<Output> =>
  chat.connectionState$.pipe(
    distinctUntilChanged(isSameLine),
    mergeMap((state): Output[] => {
      const line = stateLine(state);
      return [
        { type: 'status', change: { connection: state.status } },
        ...(line ? [print(line)] : []),
      ];
    }),
  );

const statuses = (chat: Chat): Observable<Output> =>
  merge(
    chat.typing$.pipe(map((who) => ({ typing: who.map(speakerOf) }))),
    chat.transcript$.pipe(map(transcriptStatus)),
  ).pipe(map((change): Output => ({ type: 'status', change })));

/** What is good to know of the transcript, when it begins to be so. */
const hints = (chat: Chat): Observable<Output> =>
  merge(
    chat.transcript$.pipe(
      filter(({ hasOlder }) => hasOlder),
      take(1),
      map(() => 'There are earlier items: /older'),
    ),
    chat.transcript$.pipe(
      map(({ gaps }) => gaps.length > 0),
      distinctUntilChanged(),
      filter(Boolean),
      map(() => 'Items may be missing: the service could not be asked for all'),
    ),
  ).pipe(map((text) => print(lineOf(`── ${text}`, 'event'))));

/** What is said and what happens. Others' messages that are printed have been read. */
const items = (chat: Chat, older$: Observable<Showing>): Observable<Output> => {
  const isOwn = ({ participant, status }: ChatItem) =>
    status !== undefined || participant.id === chat.details.participantId;
  return merge(
    chat.transcriptChanges$.pipe(map((delta): Showing => ({ type: 'delta', delta }))),
    older$,
  ).pipe(
    shownItems(),
    mergeMap((item) =>
      merge(
        of(print(itemLine(item, isOwn(item)))),
        isMessage(item) && !isOwn(item) ? quietly(chat.markRead(item.id)) : EMPTY,
      ),
    ),
  );
};

/** What is only a courtesy. */
const quietly = (command$: Observable<unknown>): Observable<never> =>
  command$.pipe(
    ignoreElements(),
    catchError(() => EMPTY),
  );
