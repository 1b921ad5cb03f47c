import {
  catchError,
  combineLatest,
  EMPTY,
  exhaustMap,
  filter,
  fromEvent,
  merge,
  Observable,
  repeat,
  startWith,
  switchMap,
  take,
} from 'rxjs';
import { askAssistant, startChat, type StartedChat } from './backend.js';
import { openPane } from './pane.js';
import { part, setText } from './parts.js';
import { followTheme } from './theme.js';
import './styles.css';

const notice = part(document, 'notice', HTMLElement);
const newChat$ = fromEvent(part(document, 'new-chat', HTMLButtonElement), 'click');

followTheme(part(document, 'theme', HTMLButtonElement));

newChat$
  .pipe(
    startWith(undefined),
    switchMap(() =>
      startChat().pipe(
        switchMap(chatOnScreen),
        take(1),
        repeat(),
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

/**
 * Both sides of a chat.
 *
 * - **On subscribe**: connects both and shows them.
 * - **Emits** when a reader asks for a new chat.
 * - **Unsubscribing** lets go of both.
 */
function chatOnScreen({ endpoint, customer, agent }: StartedChat): Observable<unknown> {
  return new Observable((subscriber) => {
    notice.hidden = true;
    const customerPane = openPane(paneOf('customer'), {
      type: 'CUSTOMER',
      details: customer,
      endpoint,
      title: 'Customer',
      leaveText: 'End chat',
    });
    subscriber.add(customerPane.subscription);
    const agentPane = openPane(paneOf('agent'), {
      type: 'AGENT',
      details: agent,
      endpoint,
      title: 'Agent',
      leaveText: 'Leave',
    });
    subscriber.add(agentPane.subscription);

    // The assistant greets once both are there, and answers when the agent says so.
    const bothConnected$ = combineLatest([
      customerPane.connectionState$,
      agentPane.connectionState$,
    ]).pipe(
      filter((states) => states.every(({ status }) => status === 'connected')),
      take(1),
    );
    subscriber.add(
      merge(bothConnected$, agentPane.assistantAsked$)
        .pipe(exhaustMap(() => askAssistant(customer.contactId).pipe(catchError(() => EMPTY))))
        .subscribe(),
    );
    subscriber.add(
      merge(customerPane.restartAsked$, agentPane.restartAsked$).subscribe(subscriber),
    );
  });
}

function paneOf(id: 'customer' | 'agent'): HTMLElement {
  const pane = document.getElementById(id);
  if (pane === null) throw new Error(`the markup has no pane ${id}`);
  return pane;
}
