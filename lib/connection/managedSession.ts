import { Observable } from 'rxjs';
import { ChatError } from '../api/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import { type ContactIds, type ManagerListener, routerOf } from './managerRouter.js';
import { isControl, type SessionOptions } from './session.js';
import type { WebSocketManager } from './webSocketManager.js';

/**
 * One chat on a websocket manager, whose socket serves others as well and reconnects by itself.
 *
 * - **On subscribe**: takes what the manager brings for this chat from now on. A manager that does
 *   not say otherwise is taken as open: not every one tells how it is to who comes late.
 * - **Emits** `subscribed` when the socket is open, and again whenever the manager says so, since
 *   something may have been missed; `lost` when it says that. A frame that comes is proof enough that
 *   the socket is open. Frames go to `receive`, heartbeats to `onHeartbeat`.
 * - **Errors** with `Unsupported` when the manager gives up, and with `Network` when it can't be used.
 * - **Unsubscribing** takes the callbacks off; the socket stays open.
 */
export const managedSession = (
  manager: WebSocketManager,
  ids: ContactIds,
  { receive, onHeartbeat }: Pick<SessionOptions, 'receive' | 'onHeartbeat'>,
): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    let isOpen: boolean | undefined;
    let isJoining = true;
    let isKnown = false; // whether the contact's id is right

    const opened = () => {
      // What was being fetched as the socket was lost is to be fetched anew.
      if (isOpen === false) subscriber.next({ type: 'authorized' });
      isOpen = true;
      subscriber.next({ type: 'subscribed' });
    };
    const listener: ManagerListener = {
      frame: (frame) => {
        if (isOpen !== true) opened();
        if (isControl(frame)) return;
        isKnown ||= frame.kind === 'item';
        if (!subscriber.closed) receive(frame);
      },
      gained: () => {
        if (!(isJoining && isOpen)) opened();
      },
      lost: () => {
        if (isOpen === true)
          subscriber.next({ type: 'lost', error: managerLost(), attempt: 1, retryInMs: 0 });
        isOpen = false;
      },
      failed: () => {
        subscriber.error(gaveUp());
      },
      heartbeat: (ok) => {
        if (!subscriber.closed) onHeartbeat({ kind: 'deep', ok, ms: 0 });
      },
      stray: (contactId) => {
        if (isKnown) return;
        isKnown = true;
        subscriber.next({ type: 'stray', contactId });
      },
    };

    try {
      subscriber.add(routerOf(manager).join(ids, listener));
    } catch (cause) {
      subscriber.error(new ChatError('Network', 'cannot use the websocket manager', { cause }));
      return;
    }
    isJoining = false;
    if (isOpen === undefined) opened();
  });

export const managerLost = () =>
  new ChatError('Network', 'cannot keep the connection: the manager has lost it');
const gaveUp = () =>
  new ChatError('Unsupported', 'cannot connect: the websocket manager has given up; pass another');
