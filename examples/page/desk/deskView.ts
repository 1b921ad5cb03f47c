import {
  BehaviorSubject,
  catchError,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  fromEvent,
  map,
  mergeMap,
  Observable,
  retry,
  type Subscription,
  switchMap,
  take,
  withLatestFrom,
} from 'rxjs';
import type { AgentDesk, DeskChat } from 'rx-connect-chat/desk';
import type { Chat } from 'rx-connect-chat/lite';
import { bringCustomers, setAgentOffline } from '../backend.js';
import { showMeasures } from '../measures/measuresView.js';
import { switchNetwork } from '../networkSwitch.js';
import { part, setText } from '../parts.js';
import { createChatList } from './chatList.js';
import { type ChoiceChange, neighbour, nextWaiting, NO_CHOICE, reduceChoice } from './choice.js';
import { createDesk } from './createDesk.js';
import { offerHelp } from './help.js';
import { openChat, showNoChat } from './openChat.js';
import { shortcuts } from './shortcuts.js';
import { showTotals } from './totalsView.js';
import { createWorkplace, type Workplace } from './workplace.js';

/** Whose desk it is, and what it is told from outside. */
export interface DeskViewOptions {
  readonly agentId: string;
  readonly endpoint: string;
  /** The contact that is to be opened as soon as it is there. */
  readonly open$: Observable<string>;
  /** Emits when the colours have changed. */
  readonly theme$: Observable<unknown>;
}

const OPEN_KEY = 'open-chat-of-this-tab';

/**
 * An agent's desk: the list of chats, what they come to, the open one and what is measured of it.
 *
 * - **On subscribe**: connects and shows it in `root`. **Emits** the chats as {@link AgentDesk.chats$}.
 * - **Unsubscribing** lets go of all chats, which go on.
 */
export const showDesk = (
  root: HTMLElement,
  { agentId, endpoint, open$, theme$ }: DeskViewOptions,
): Observable<readonly DeskChat[]> =>
  new Observable((subscriber) => {
    const desk = createDesk(agentId, endpoint);
    const workplaces = new WeakMap<Chat, Workplace>();
    const workplaceOf = (chat: Chat) => {
      const workplace = workplaces.get(chat) ?? createWorkplace(chat);
      workplaces.set(chat, workplace);
      return workplace;
    };
    const list = createChatList(part(root, 'contacts', HTMLUListElement));
    const pane = part(root, 'open-chat', HTMLElement);
    const measures = part(root, 'measures', HTMLElement);

    const choice$ = new BehaviorSubject(NO_CHOICE);
    const change = (by: ChoiceChange) => {
      choice$.next(reduceChoice(choice$.value, by));
    };
    const choose = (contactId: string | undefined) => {
      if (contactId !== undefined) change({ type: 'choose', contactId });
    };
    const want = (contactId: string) => {
      change({ type: 'want', contactId });
    };
    const chosen$ = choice$.pipe(
      map(({ chosen }) => chosen),
      distinctUntilChanged(),
    );
    const opened$ = chosen$.pipe(
      withLatestFrom(desk.chats$),
      map(([chosen, chats]) => chats.find(({ contactId }) => contactId === chosen)?.chat),
      distinctUntilChanged(),
    );

    subscriber.add(
      chosen$.subscribe((contactId) => {
        list.choose(contactId);
        if (contactId !== undefined) sessionStorage.setItem(OPEN_KEY, contactId);
      }),
    );
    subscriber.add(
      opened$
        .pipe(
          switchMap((chat) =>
            chat
              ? openChat(pane, agentId, chat, workplaceOf(chat), desk.chats$)
              : showNoChat(pane, part(root, 'bring', HTMLButtonElement)),
          ),
        )
        .subscribe(want),
    );
    subscriber.add(
      opened$
        .pipe(
          switchMap((chat) => {
            measures.hidden = chat === undefined;
            return chat ? showMeasures(measures, workplaceOf(chat), theme$) : EMPTY;
          }),
        )
        .subscribe(),
    );
    subscriber.add(
      desk.chats$.subscribe((chats) => {
        list.show(chats);
        change({ type: 'chats', chats });
      }),
    );
    subscriber.add(
      list.acts$.subscribe((act) => {
        if (act.type === 'choose') choose(act.contactId);
        else if (act.type === 'move') choose(neighbour(choice$.value, act.by));
        else enter(pane);
      }),
    );
    subscriber.add(
      shortcuts(pane).subscribe((shortcut) => {
        if (shortcut === 'to-list') {
          list.focus();
          return;
        }
        const waiting = nextWaiting(choice$.value, shortcut === 'next-waiting' ? 1 : -1);
        if (waiting === undefined) return;
        choose(waiting);
        enter(pane);
      }),
    );
    subscriber.add(open$.subscribe(want));
    subscriber.add(showTotals(root, desk.totals$));
    subscriber.add(bringOnClick(root, agentId));
    subscriber.add(offerHelp(root));
    subscriber.add(
      switchNetwork(part(root, 'desk-line', HTMLElement), agentId, (on) =>
        setAgentOffline(agentId, on),
      ),
    );

    want(sessionStorage.getItem(OPEN_KEY) ?? '');
    subscriber.add(desk.chats$.subscribe(subscriber));
    subscriber.add(stayConnected(desk, workplaceOf));
    subscriber.add(() => {
      desk.close();
    });
  });

/** What waiting cannot cure, the reader may try again. */
const stayConnected = (desk: AgentDesk, workplaceOf: (chat: Chat) => Workplace): Subscription =>
  desk
    .connect()
    .pipe(
      mergeMap((chat) => {
        const { retry$ } = workplaceOf(chat);
        return chat.connect().pipe(retry({ delay: () => retry$.pipe(take(1)) }));
      }),
    )
    .subscribe();

/** To where the reader goes on in the open chat. */
function enter(pane: HTMLElement): void {
  pane
    .querySelector<HTMLElement>(
      '[data-part="composer"]:not([hidden]) textarea, [data-part="ended"]:not([hidden]) button:not([hidden])',
    )
    ?.focus();
}

function bringOnClick(root: HTMLElement, agentId: string): Subscription {
  const announcer = part(root, 'desk-announcer', HTMLElement);
  return fromEvent(part(root, 'bring', HTMLButtonElement), 'click')
    .pipe(exhaustMap(() => bringCustomers(agentId).pipe(catchError(() => EMPTY))))
    .subscribe(({ coming }) => {
      const names = new Intl.ListFormat('en').format(coming);
      setText(announcer, coming.length > 0 ? `Coming: ${names}` : 'Everybody is here already');
    });
}
