import { config } from 'rxjs';
import { CHAT_TOPIC, decodeMessage, type Frame, isMetadata, textOf } from '../wire/index.js';
import type { WebSocketManager } from './webSocketManager.js';

/** Which of a manager's frames belong to a chat. */
export interface ContactIds {
  readonly contactId: string;
  /** The first contact of the chain. @defaultValue contactId */
  readonly initialContactId?: string;
}

/** Replaces an item that names no contact if several chats may own it: each counts it as a bad frame. */
const UNNAMED: Frame = {
  kind: 'bad',
  reason: 'an item names no contact, and the socket has several chats',
  length: 0,
};

/** A chat on a manager. */
export interface ManagerListener {
  frame(frame: Frame): void;
  /** The socket is open, again or still. */
  gained(): void;
  lost(): void;
  /** The manager has given up. */
  failed(): void;
  heartbeat(ok: boolean): void;
  /** An item of the contact `contactId` has come, which belongs to no chat. */
  unroutedItem(contactId: string): void;
}

/** Routes one manager's frames to its chats. */
export interface ManagerRouter {
  /**
   * Calls `listener` from now on, at once if the socket is known to be lost. The first listener attaches
   * the router to the manager, the last one to leave detaches it.
   *
   * Returns the function that removes the listener. Throws what the manager throws.
   */
  join(ids: ContactIds, listener: ManagerListener): () => void;
}

/** By the manager's identity, so that a router lives no longer than its manager. */
const routers = new WeakMap<WebSocketManager, ManagerRouter>();

/** The one router of `manager`: each frame is decoded once, however many chats the manager has. */
export function routerOf(manager: WebSocketManager): ManagerRouter {
  const known = routers.get(manager);
  if (known) return known;
  const router = new CallbackRouter(manager);
  routers.set(manager, router);
  return router;
}

class CallbackRouter implements ManagerRouter {
  readonly #manager: WebSocketManager;
  readonly #listeners = new Set<ManagerListener>();
  readonly #byContact = new Map<string, Set<ManagerListener>>();
  readonly #byChain = new Map<string, Set<ManagerListener>>();
  /** What each registration returned; callbacks that cannot be removed stay, and serve again. */
  readonly #attached = new Map<keyof WebSocketManager, unknown>();
  #isLost = false;

  constructor(manager: WebSocketManager) {
    this.#manager = manager;
  }

  join({ contactId, initialContactId = contactId }: ContactIds, listener: ManagerListener) {
    const leave = () => {
      removeFrom(this.#byContact, contactId, listener);
      removeFrom(this.#byChain, initialContactId, listener);
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#detach();
    };
    const isFirst = this.#listeners.size === 0;
    this.#listeners.add(listener);
    addTo(this.#byContact, contactId, listener);
    addTo(this.#byChain, initialContactId, listener);
    try {
      if (isFirst) this.#attach();
      else if (this.#isLost) listener.lost();
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  #attach(): void {
    const manager = this.#manager;
    // First, since a manager may report its state at once.
    this.#on('onConnectionLost', () => {
      this.#isLost = true;
      this.#notify((listener) => listener.lost());
    });
    this.#on('onConnectionGain', () => this.#gained());
    this.#on('onInitFailure', () => this.#notify((listener) => listener.failed()));
    this.#on('onDeepHeartbeatSuccess', () => this.#notify((listener) => listener.heartbeat(true)));
    this.#on('onDeepHeartbeatFailure', () => this.#notify((listener) => listener.heartbeat(false)));
    if (!this.#attached.has('onMessage')) {
      const route = (message: unknown) => guarded(() => this.#route(message));
      this.#attached.set('onMessage', manager.onMessage(CHAT_TOPIC, route));
    }
    manager.subscribeTopics([CHAT_TOPIC]);
  }

  #on(
    name: Exclude<keyof WebSocketManager, 'onMessage' | 'subscribeTopics'>,
    callback: () => void,
  ): void {
    if (!this.#attached.has(name)) this.#attached.set(name, this.#manager[name]?.(callback));
  }

  #detach(): void {
    this.#isLost = false;
    for (const [name, remove] of this.#attached) {
      if (typeof remove !== 'function') continue;
      this.#attached.delete(name);
      guarded(() => {
        (remove as () => void)();
      });
    }
  }

  #notify(callback: (listener: ManagerListener) => void): void {
    guarded(() => {
      for (const listener of this.#listeners) callback(listener);
    });
  }

  #gained(): void {
    this.#isLost = false;
    this.#notify((listener) => listener.gained());
  }

  #route(message: unknown): void {
    if (this.#listeners.size === 0) return; // the callback could not be removed
    const frame = decodeMessage(message);
    if (this.#isLost) this.#gained(); // a frame proves that the socket is open
    for (const listener of this.#listenersOf(frame)) guarded(() => listener.frame(frame));
  }

  /** The chats that `frame` belongs to. A receipt, or another frame that is no item, may belong to all. */
  #listenersOf(frame: Frame): Iterable<ManagerListener> {
    if (frame.kind !== 'item') return this.#listeners;
    const contactId = textOf(frame.raw.ContactId);
    const initialContactId = textOf(frame.raw.InitialContactId);
    // Contacts of one chain have one InitialContactId: it counts if no chat has the ContactId.
    const listeners = this.#byContact.get(contactId) ?? this.#byChain.get(initialContactId);
    if (listeners) return listeners;
    const named = contactId || initialContactId;
    if (named === '') {
      if (isMetadata(frame.raw) || this.#listeners.size === 1) return this.#listeners;
      this.#notify((listener) => listener.frame(UNNAMED));
      return [];
    }
    for (const listener of this.#listeners) listener.unroutedItem(named);
    return [];
  }
}

function addTo<T>(index: Map<string, Set<T>>, key: string, value: T): void {
  const values = index.get(key);
  if (values) values.add(value);
  else index.set(key, new Set([value]));
}

function removeFrom<T>(index: Map<string, Set<T>>, key: string, value: T): void {
  const values = index.get(key);
  if (values?.delete(value) && values.size === 0) index.delete(key);
}

/**
 * Throws nothing into the manager, which would not call its other listeners then. An error is reported as
 * unhandled, as RxJS reports what consumers throw.
 */
function guarded(task: () => void): void {
  try {
    task();
  } catch (error) {
    void Promise.resolve().then(() => {
      if (config.onUnhandledError === null) throw error;
      config.onUnhandledError(error);
    });
  }
}
