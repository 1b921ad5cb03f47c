import {
  catchError,
  concat,
  defer,
  EMPTY,
  fromEvent,
  map,
  repeat,
  startWith,
  switchMap,
  take,
} from 'rxjs';
import { chatOfTab, newChat } from './chatOfTab.js';
import { showChat } from './chatView.js';
import { part, setText } from './parts.js';
import { followTheme } from './theme.js';
import './styles.css';

const notice = part(document, 'notice', HTMLElement);
const newChatAsked$ = fromEvent(part(document, 'new-chat', HTMLButtonElement), 'click');

followTheme(part(document, 'theme', HTMLButtonElement));

/** One chat until it is over and a new one is asked for, then that one, and so on. */
const chats = (first$: ReturnType<typeof newChat>) =>
  concat(onScreen(first$), onScreen(defer(newChat)).pipe(repeat()));

const onScreen = (chat$: ReturnType<typeof newChat>) =>
  chat$.pipe(
    switchMap((chat) => {
      notice.hidden = true;
      return showChat(chat);
    }),
    take(1),
  );

newChatAsked$
  .pipe(
    map(() => newChat()),
    startWith(chatOfTab()),
    switchMap((first$) =>
      chats(first$).pipe(
        catchError(() => {
          setText(
            notice,
            'The local service does not answer. Run npm start, then reload this page.',
          );
          notice.hidden = false;
          return EMPTY;
        }),
      ),
    ),
  )
  .subscribe();
