import {
  animationFrameScheduler,
  filter,
  fromEvent,
  map,
  merge,
  Observable,
  of,
  retry,
  take,
} from 'rxjs';
import { createChat, webStorage } from 'rx-connect-chat/lite';
import { setOffline } from './backend.js';
import type { TabChat } from './chatOfTab.js';
import { nothingBegun } from './composer/unfinished.js';
import { switchNetwork } from './networkSwitch.js';
import { showPane } from './pane.js';
import { part } from './parts.js';
import { MAX_ITEMS } from './transcript/transcriptView.js';

/** What happens at the customer's side that concerns others. */
export type CustomerEvent =
  /** The customer is connected for the first time. */
  | { readonly type: 'connected' }
  /** The customer asks for a new chat. */
  | { readonly type: 'restart' }
  | { readonly type: 'unread'; readonly count: number };

/**
 * The customer's widget.
 *
 * - **On subscribe**: connects and shows it in `pane`.
 * - **Emits** what concerns others.
 * - **Unsubscribing** lets go of the chat, which goes on.
 */
export const showCustomer = (
  pane: HTMLElement,
  { endpoint, customer }: TabChat,
): Observable<CustomerEvent> =>
  new Observable((subscriber) => {
    const chat = createChat({
      chatDetails: customer,
      endpoint,
      frameScheduler: animationFrameScheduler,
      maxItems: MAX_ITEMS,
      receipts: { autoDelivered: true, throttleMs: 1_000 },
      typing: { throttleMs: 1_000 }, // the service is on this machine: the dots may come at once
      storage: webStorage(), // of this tab; the token is not kept there
    });
    const acts$ = showPane(pane, {
      type: 'CUSTOMER',
      chat,
      title: 'Customer',
      heading$: of('Customer'),
      leaveText: 'End chat',
      unfinished: nothingBegun(chat),
    });

    subscriber.add(
      merge(
        chat.unreadCount$.pipe(map((count) => ({ type: 'unread', count }) as const)),
        chat.connectionState$.pipe(
          filter(({ status }) => status === 'connected'),
          take(1),
          map(() => ({ type: 'connected' }) as const),
        ),
        acts$.pipe(
          filter((act) => act === 'restart'),
          map((type) => ({ type })),
        ),
      ).subscribe(subscriber),
    );
    const { participantId } = customer;
    subscriber.add(
      switchNetwork(pane, participantId, (on) => setOffline(endpoint, participantId, on)),
    );
    // What waiting cannot cure, the reader may try again.
    const retry$ = fromEvent(part(pane, 'retry', HTMLButtonElement), 'click');
    subscriber.add(
      chat
        .connect()
        .pipe(retry({ delay: () => retry$.pipe(take(1)) }))
        .subscribe(),
    );
    subscriber.add(() => {
      chat.close();
    });
  });
