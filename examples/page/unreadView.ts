import { animationFrameScheduler, auditTime, type Observable, type Subscription } from 'rxjs';
import { part, setText } from './parts.js';

/** Says how many messages are unread. */
export function showUnread(pane: HTMLElement, unreadCount$: Observable<number>): Subscription {
  const badge = part(pane, 'unread', HTMLElement);
  const number = part(pane, 'unread-count', HTMLElement);

  return unreadCount$.pipe(auditTime(0, animationFrameScheduler)).subscribe((count) => {
    badge.hidden = count === 0;
    setText(number, String(count));
  });
}
