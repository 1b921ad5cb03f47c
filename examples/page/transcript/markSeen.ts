import {
  catchError,
  EMPTY,
  filter,
  fromEvent,
  merge,
  mergeMap,
  type Subscription,
  withLatestFrom,
} from 'rxjs';
import { type Chat, type ChatItem, isMessage, type Transcript } from 'rx-connect-chat/lite';
import { part } from '../parts.js';
import { isAtEnd } from './readingPlace.js';

/**
 * Marks as read what the reader has seen: what is at the end of the log, on a page that is in use,
 * while the focus is in this pane. The two panes are for two people, of whom one is here at a time.
 */
export function markSeen(
  pane: HTMLElement,
  { markRead, transcript$, unreadCount$ }: Pick<Chat, 'markRead' | 'transcript$' | 'unreadCount$'>,
  self: string,
): Subscription {
  const log = part(pane, 'log', HTMLElement);
  const isReading = () =>
    document.hasFocus() && pane.contains(document.activeElement) && isAtEnd(log);

  return merge(
    transcript$,
    fromEvent(pane, 'focusin'),
    fromEvent(window, 'focus'),
    fromEvent(log, 'scroll', { passive: true }),
  )
    .pipe(
      withLatestFrom(transcript$, unreadCount$),
      filter(([, , unread]) => unread > 0 && isReading()),
      mergeMap(([, transcript]) => {
        const latest = latestOfOthers(transcript, self);
        return latest ? markRead(latest.id).pipe(catchError(() => EMPTY)) : EMPTY;
      }),
    )
    .subscribe();
}

/** The newest message of somebody else that is complete. */
function latestOfOthers(transcript: Transcript, self: string): ChatItem | undefined {
  for (let index = transcript.size - 1; index >= 0; index--) {
    const item = transcript.at(index);
    if (item && isMessage(item) && !item.partial && item.participant.id !== self) return item;
  }
  return undefined;
}
