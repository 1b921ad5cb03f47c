import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  mergeMap,
  Observable,
  tap,
} from 'rxjs';
import type { DeskChat } from 'rx-connect-chat/desk';
import type { Chat } from 'rx-connect-chat/lite';
import { actOn } from '../backend.js';
import { showPane } from '../pane.js';
import { nameOf } from './rowText.js';
import type { Workplace } from './workplace.js';

/**
 * The open chat of a desk, in its pane.
 *
 * - **Emits** the contact that takes this one's place, where the agent has taken it back.
 */
export const openChat = (
  pane: HTMLElement,
  agentId: string,
  chat: Chat,
  { unfinished, retry$ }: Workplace,
  chats$: Observable<readonly DeskChat[]>,
): Observable<string> => {
  const { contactId } = chat.details;
  const heading$ = chats$.pipe(
    map((chats) => chats.find((each) => each.contactId === contactId)),
    filter((shown) => shown !== undefined),
    map(nameOf),
    distinctUntilChanged(),
  );
  return showPane(pane, {
    type: 'AGENT',
    chat,
    title: 'Agent',
    heading$,
    leaveText: 'Leave',
    unfinished,
  }).pipe(
    tap((act) => {
      if (act === 'retry') retry$.next();
    }),
    filter((act) => act !== 'retry' && act !== 'restart'),
    // Such as: the chat has ended meanwhile.
    mergeMap((act) => actOn(agentId, contactId, act).pipe(catchError(() => EMPTY))),
    map(({ contactId: successor }) => successor),
    filter((successor) => successor !== undefined),
  );
};

/** That no chat is open, in the pane; the focus, if it was there, goes to `next`. Never emits. */
export const showNoChat = (pane: HTMLElement, next: HTMLElement): Observable<never> =>
  new Observable(() => {
    const template = document.querySelector<HTMLTemplateElement>('template#no-chat');
    if (template === null) throw new Error('the markup has no template for want of a chat');
    const hadFocus = pane.contains(document.activeElement);
    pane.setAttribute('aria-label', 'Agent');
    pane.replaceChildren(template.content.cloneNode(true));
    if (hadFocus) next.focus();
  });
