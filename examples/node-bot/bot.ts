import {
  catchError,
  concatMap,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  switchMap,
  take,
  takeUntil,
} from 'rxjs';
import type { Chat, ChatMessage } from 'rx-connect-chat';

/** What a bot says to a message, or nothing. */
export type Answer = (message: ChatMessage) => string | undefined;

export interface BotOptions {
  /** When the bot is to stop: it answers nothing more, and sends what it has said. */
  readonly stop$?: Observable<unknown>;
  /** How long sending may take after that, in milliseconds. @defaultValue 10000 */
  readonly drainMs?: number;
}

/**
 * Takes part in a chat: reads what customers say, and answers. Answers go out in order, one message at
 * a time, also over a bad network.
 *
 * - **Completes** at the end of the chat, and after `stop$` when all answers have been sent.
 * - **Errors** with what keeps the bot from being connected, and with a `FlushError` that says how many
 *   answers remain after `drainMs`.
 * - **Unsubscribing** disconnects at once; answers that wait are not sent. The chat goes on.
 */
export function bot(
  chat: Chat,
  answer: Answer,
  { stop$ = NEVER, drainMs = 10_000 }: BotOptions = {},
): Observable<never> {
  const answers$ = chat.messages$.pipe(
    filter(({ participant }) => participant.role === 'CUSTOMER'),
    concatMap((message) => {
      const text = answer(message);
      return text === undefined ? [] : [{ message, text }];
    }),
    mergeMap(({ message, text }) => {
      chat.outgoing.next(text);
      return chat.markRead(message.id).pipe(catchError(() => EMPTY)); // it is only a courtesy
    }),
    takeUntil(stop$),
  );
  const drained$ = stop$.pipe(
    take(1),
    switchMap(() => chat.flush({ timeoutMs: drainMs })),
  );
  return merge(answers$, chat.connect().pipe(takeUntil(drained$))).pipe(ignoreElements());
}
