import { catchError, defer, map, type Observable, tap } from 'rxjs';
import { chatAgain, startChat, type StartedChat } from './backend.js';

/** A chat of the page. */
export interface TabChat extends StartedChat {
  /** Whether this tab has come back to it, as after a reload. */
  readonly isBack: boolean;
}

const KEY = 'chat-of-this-tab';

/** A new chat, which becomes the one of this tab. */
export const newChat = (): Observable<TabChat> =>
  startChat().pipe(
    tap(({ customer }) => {
      sessionStorage.setItem(KEY, customer.contactId);
    }),
    asTabChat(false),
  );

/** The chat that this tab had before it was loaded again; where there was none, a new one. */
export const chatOfTab = (): Observable<TabChat> =>
  defer(() => {
    const contactId = sessionStorage.getItem(KEY);
    return contactId === null
      ? newChat()
      : chatAgain(contactId).pipe(
          asTabChat(true),
          catchError(() => newChat()), // the service was started anew, and knows it no more
        );
  });

const asTabChat = (isBack: boolean) => (source: Observable<StartedChat>) =>
  source.pipe(map((started): TabChat => ({ ...started, isBack })));
