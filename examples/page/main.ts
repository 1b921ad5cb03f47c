import {
  catchError,
  combineLatest,
  EMPTY,
  exhaustMap,
  filter,
  fromEvent,
  map,
  merge,
  type Observable,
  share,
  shareReplay,
  startWith,
  Subject,
  switchMap,
  take,
  tap,
} from 'rxjs';
import type { DeskChat } from 'rx-connect-chat/desk';
import { actOn } from './backend.js';
import { agentOfTab, chatOfTab, newChat } from './chatOfTab.js';
import { type CustomerEvent, showCustomer } from './customer.js';
import { showDesk } from './desk/deskView.js';
import { part, setText } from './parts.js';
import { followTheme } from './theme.js';
import { countInTitle } from './title.js';
import './styles.css';

const agentId = agentOfTab();
const notice = part(document, 'notice', HTMLElement);
const theme$ = followTheme(part(document, 'theme', HTMLButtonElement));
const restart$ = new Subject<void>();

/** The customer's chat: that of this tab, then a new one whenever one is asked for. */
const chat$ = merge(
  fromEvent(part(document, 'new-chat', HTMLButtonElement), 'click'),
  restart$,
).pipe(
  map(() => newChat(agentId)),
  startWith(chatOfTab(agentId)),
  switchMap((asked$) =>
    asked$.pipe(
      catchError(() => {
        setText(notice, 'The local service does not answer. Run npm start, then reload this page.');
        notice.hidden = false;
        return EMPTY;
      }),
    ),
  ),
  tap(() => {
    notice.hidden = true;
  }),
  shareReplay({ bufferSize: 1, refCount: true }),
);
const newContact$ = chat$.pipe(
  map(({ newContactId }) => newContactId),
  filter((contactId) => contactId !== undefined),
);

const customer$ = chat$.pipe(
  switchMap((chat) => showCustomer(part(document, 'customer', HTMLElement), chat)),
  share(),
);
/** There is one desk, whatever chats come to it. */
const desk$ = chat$.pipe(
  take(1),
  switchMap(({ endpoint }) =>
    showDesk(part(document, 'desk', HTMLElement), {
      agentId,
      endpoint,
      open$: newContact$,
      theme$,
    }),
  ),
  share(),
);

/** The assistant greets once both are there. */
const greetings$ = newContact$.pipe(
  switchMap((contactId) =>
    combineLatest([ofType(customer$, 'connected'), connectedAt(desk$, contactId)]).pipe(
      take(1),
      exhaustMap(() => actOn(agentId, contactId, 'assistant').pipe(catchError(() => EMPTY))),
    ),
  ),
);
const unread$ = [
  ofType(customer$, 'unread').pipe(map(({ count }) => count)),
  desk$.pipe(map((chats) => chats.reduce((sum, { unreadCount }) => sum + unreadCount, 0))),
];

merge(
  greetings$,
  countInTitle(unread$),
  theme$,
  ofType(customer$, 'restart').pipe(
    tap(() => {
      restart$.next();
    }),
  ),
).subscribe();

function ofType<Type extends CustomerEvent['type']>(
  events$: Observable<CustomerEvent>,
  type: Type,
): Observable<Extract<CustomerEvent, { readonly type: Type }>> {
  return events$.pipe(
    filter(
      (event): event is Extract<CustomerEvent, { readonly type: Type }> => event.type === type,
    ),
  );
}

/** Emits once the desk is connected to this contact. */
function connectedAt(
  chats$: Observable<readonly DeskChat[]>,
  contactId: string,
): Observable<unknown> {
  return chats$.pipe(
    filter((chats) =>
      chats.some((chat) => chat.contactId === contactId && chat.state.status === 'connected'),
    ),
    take(1),
  );
}
