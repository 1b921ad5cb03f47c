import {
  catchError,
  concatMap,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  mergeMap,
  type Observable,
} from 'rxjs';
import type { Chat, ChatMessage } from 'rx-connect-chat';

/** What a bot says to a message, or nothing. */
export type Answer = (message: ChatMessage) => string | undefined;

/**
 * Takes part in a chat: reads what customers say, and answers. Answers go out in order, one message at
 * a time, also over a bad network.
 *
 * - **Completes** at the end of the chat.
 * - **Errors** with what keeps the bot from being connected.
 * - **Unsubscribing** lets go of the chat, which goes on.
 */
export const bot = (chat: Chat, answer: Answer): Observable<never> =>
  merge(
    chat.messages$.pipe(
      filter(({ participant }) => participant.role === 'CUSTOMER'),
      concatMap((message) => {
        const text = answer(message);
        return text === undefined ? [] : [{ message, text }];
      }),
      mergeMap(({ message, text }) => {
        chat.outgoing.next(text);
        return chat.markRead(message.id).pipe(catchError(() => EMPTY)); // it is only a courtesy
      }),
    ),
    chat.connect(),
  ).pipe(ignoreElements());
