import type { Chat } from 'rx-connect-chat';
import { combineLatest, distinctUntilChanged, map, type Observable, of, switchMap } from 'rxjs';

/** What stands on the dashboard's icon: how many messages no chat's agent has read, up to 9+. */
export const unreadBadge = (chats$: Observable<readonly Chat[]>): Observable<string> =>
  chats$.pipe(
    switchMap((chats) =>
      chats.length > 0 ? combineLatest(chats.map(({ unreadCount$ }) => unreadCount$)) : of([]),
    ),
    map((counts) => counts.reduce((sum, count) => sum + count, 0)),
    map((unread) => (unread > 9 ? '9+' : unread > 0 ? String(unread) : '')),
    distinctUntilChanged(),
  );
