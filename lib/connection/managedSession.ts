import { Observable, type Subscriber } from 'rxjs';
import { ChatError } from '../api/index.js';
import type { Frame } from '../wire/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import { type ContactIds, type ManagerListener, routerOf } from './managerRouter.js';
import { isControl, type SessionOptions } from './session.js';
import type { WebSocketManager } from './webSocketManager.js';

type Handlers = Pick<SessionOptions, 'onFrame' | 'onHeartbeat'>;

/**
 * One chat on a websocket manager, whose socket serves other chats as well and reconnects by itself.
 *
 * - **On subscribe**: receives from now on what the manager brings for this chat. A manager that does not
 *   report otherwise counts as open: not every one reports its state to a late listener.
 * - **Emits** `subscribed` when the socket is open, and again whenever the manager reports that, since
 *   something may have been missed; `lost` when it reports a loss. A frame proves that the socket is
 *   open. Frames go to `onFrame`, heartbeats to `onHeartbeat`.
 * - **Errors** with `Unsupported` when the manager gives up, and with `Network` if it cannot be used.
 * - **Completes** never.
 * - **Unsubscribing** removes the callbacks; the socket stays open.
 */
export const managedSession = (
  manager: WebSocketManager,
  ids: ContactIds,
  handlers: Handlers,
): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    new ManagedSession(subscriber, handlers).join(manager, ids);
  });

class ManagedSession implements ManagerListener {
  readonly #subscriber: Subscriber<ConnectionEvent>;
  readonly #handlers: Handlers;
  #isOpen: boolean | undefined;
  #isJoining = true;
  /** Whether the contact's id is known to be right, or has been reported as wrong. */
  #isContactChecked = false;

  constructor(subscriber: Subscriber<ConnectionEvent>, handlers: Handlers) {
    this.#subscriber = subscriber;
    this.#handlers = handlers;
  }

  join(manager: WebSocketManager, ids: ContactIds): void {
    try {
      this.#subscriber.add(routerOf(manager).join(ids, this));
    } catch (cause) {
      const error = new ChatError('Network', 'cannot use the websocket manager', { cause });
      this.#subscriber.error(error);
      return;
    }
    this.#isJoining = false;
    if (this.#isOpen === undefined) this.#opened();
  }

  frame(frame: Frame): void {
    if (this.#isOpen !== true) this.#opened();
    if (isControl(frame)) return;
    this.#isContactChecked ||= frame.kind === 'item';
    if (!this.#subscriber.closed) this.#handlers.onFrame(frame);
  }

  gained(): void {
    if (!(this.#isJoining && this.#isOpen)) this.#opened();
  }

  lost(): void {
    if (this.#isOpen === true) {
      this.#subscriber.next({ type: 'lost', error: managerLost(), attempt: 1, retryInMs: 0 });
    }
    this.#isOpen = false;
  }

  failed(): void {
    this.#subscriber.error(gaveUp());
  }

  heartbeat(ok: boolean): void {
    if (!this.#subscriber.closed) this.#handlers.onHeartbeat({ kind: 'deep', ok, ms: 0 });
  }

  unroutedItem(contactId: string): void {
    if (this.#isContactChecked) return;
    this.#isContactChecked = true;
    this.#subscriber.next({ type: 'unrouted-item', contactId });
  }

  #opened(): void {
    // A fetch that was in flight when the socket was lost has to be repeated.
    if (this.#isOpen === false) this.#subscriber.next({ type: 'authorized' });
    this.#isOpen = true;
    this.#subscriber.next({ type: 'subscribed' });
  }
}

export const managerLost = () =>
  new ChatError('Network', 'cannot keep the connection: the manager has lost it');
const gaveUp = () =>
  new ChatError('Unsupported', 'cannot connect: the websocket manager has given up; pass another');
