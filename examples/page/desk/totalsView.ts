import type { Observable, Subscription } from 'rxjs';
import type { DeskTotals } from 'rx-connect-chat/desk';
import { part, setText } from '../parts.js';
import { stopwatch } from './rowText.js';

/** Says what all chats of the desk come to; tells a screen reader when others wait. */
export function showTotals(root: HTMLElement, totals$: Observable<DeskTotals>): Subscription {
  const texts = {
    open: part(root, 'total-open', HTMLElement),
    waiting: part(root, 'total-waiting', HTMLElement),
    unread: part(root, 'total-unread', HTMLElement),
    longest: part(root, 'total-longest', HTMLElement),
  };
  const announcer = part(root, 'desk-announcer', HTMLElement);

  return totals$.subscribe(({ open, waiting, unread, longestWaitMs }) => {
    setText(texts.open, String(open));
    setText(texts.waiting, String(waiting));
    setText(texts.unread, String(unread));
    setText(texts.longest, waiting > 0 ? stopwatch(longestWaitMs) : '–');
    setText(announcer, waitingText(waiting));
  });
}

const waitingText = (waiting: number): string => {
  if (waiting === 0) return 'Nobody waits';
  return waiting === 1 ? '1 customer waits' : `${waiting} customers wait`;
};
