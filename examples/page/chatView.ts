import {
  BehaviorSubject,
  catchError,
  combineLatest,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  ignoreElements,
  merge,
  type Observable,
  share,
  switchMap,
  take,
  tap,
} from 'rxjs';
import { askAssistant, handOver } from './backend.js';
import type { TabChat } from './chatOfTab.js';
import { type PaneEvent, showPane } from './pane.js';
import { countInTitle } from './title.js';

/**
 * Both sides of a chat.
 *
 * - **On subscribe**: connects both and shows them.
 * - **Emits** when a reader asks for a new chat.
 * - **Unsubscribing** lets go of both.
 */
export const showChat = ({ endpoint, customer, agent, isBack }: TabChat): Observable<unknown> =>
  defer(() => {
    const agent$ = new BehaviorSubject(agent);
    const customerEvents$ = showPane(paneOf('customer'), {
      type: 'CUSTOMER',
      details: customer,
      endpoint,
      title: 'Customer',
      leaveText: 'End chat',
    }).pipe(share());
    const agentEvents$ = agent$.pipe(
      switchMap((details) =>
        showPane(paneOf('agent'), {
          type: 'AGENT',
          details,
          endpoint,
          title: 'Agent',
          leaveText: 'Leave',
        }),
      ),
      share(),
    );

    // The assistant greets once both are there, and answers when the agent says so.
    const bothConnected$ = isBack
      ? EMPTY
      : combineLatest([of(customerEvents$, 'connected'), of(agentEvents$, 'connected')]);
    const assistant$ = merge(bothConnected$.pipe(take(1)), of(agentEvents$, 'assistant')).pipe(
      exhaustMap(() => askAssistant(customer.contactId).pipe(catchError(() => EMPTY))),
    );
    const handOver$ = of(agentEvents$, 'hand-over').pipe(
      exhaustMap(() => handOver(customer.contactId).pipe(catchError(() => EMPTY))),
      tap((colleague) => {
        agent$.next(colleague);
      }),
    );
    const title$ = countInTitle([of(customerEvents$, 'unread'), of(agentEvents$, 'unread')]);

    return merge(
      merge(assistant$, handOver$, title$).pipe(ignoreElements()),
      of(merge(customerEvents$, agentEvents$), 'restart'),
    ).pipe(finalize(() => agent$.complete()));
  });

/** The events of one type. */
const of = <Type extends PaneEvent['type']>(events$: Observable<PaneEvent>, type: Type) =>
  events$.pipe(
    filter((event): event is Extract<PaneEvent, { readonly type: Type }> => event.type === type),
  );

function paneOf(id: 'customer' | 'agent'): HTMLElement {
  const pane = document.getElementById(id);
  if (pane === null) throw new Error(`the markup has no pane ${id}`);
  return pane;
}
