import { config } from 'rxjs';
import { CHAT_TOPIC, decodeMessage, type Frame, isMetadata, textOf } from '../wire/index.js';
import type { WebSocketManager } from './webSocketManager.js';

/** Which of a manager's frames a chat takes. */
export interface ContactIds {
  readonly contactId: string;
  /** The first contact of the chain. @defaultValue contactId */
  readonly initialContactId?: string;
}

/** What becomes of an item that names no contact, if there are several chats that it may be of: each counts it. */
const UNNAMED: Frame = {
  kind: 'bad',
  reason: 'an item names no contact, and the socket has several chats',
  length: 0,
};

/** What a chat is told of its manager. */
export interface ManagerListener {
  frame(frame: Frame): void;
  /** The socket is open, again or still. */
  gained(): void;
  lost(): void;
  failed(): void;
  heartbeat(ok: boolean): void;
  /** An item of the contact `contactId` has come, which no chat has. */
  stray(contactId: string): void;
}

/** One manager's way to all of its chats. */
export interface ManagerRouter {
  /**
   * Tells `listener` from now on, at once where the socket is known to be lost. The first listener has
   * the router attach itself to the manager, the last one to leave has it taken off.
   *
   * Answers how to leave. Throws what the manager throws.
   */
  join(ids: ContactIds, listener: ManagerListener): () => void;
}

/** By the manager's identity, so that it holds nothing that the manager does not outlive. */
const routers = new WeakMap<WebSocketManager, ManagerRouter>();

/** The one router of `manager`: each frame is decoded once, however many chats the manager has. */
export function routerOf(manager: WebSocketManager): ManagerRouter {
  const known = routers.get(manager);
  if (known) return known;
  const router = createRouter(manager);
  routers.set(manager, router);
  return router;
}

function createRouter(manager: WebSocketManager): ManagerRouter {
  const listeners = new Set<ManagerListener>();
  const byContact = new Map<string, Set<ManagerListener>>();
  const byChain = new Map<string, Set<ManagerListener>>();
  /** How to take each callback off; those that can't be taken off stay, and serve again. */
  const attached = new Map<keyof WebSocketManager, unknown>();
  let isLost = false;

  const tell = (tellOne: (listener: ManagerListener) => void) => {
    guarded(() => {
      for (const listener of listeners) tellOne(listener);
    });
  };
  const gained = () => {
    isLost = false;
    tell((listener) => listener.gained());
  };

  const route = (message: unknown) => {
    if (listeners.size === 0) return; // nobody was left who could take the callback off
    const frame = decodeMessage(message);
    if (isLost) gained(); // what comes, comes through a socket
    for (const listener of takersOf(frame)) guarded(() => listener.frame(frame));
  };

  /** Whose the frame is. One of no chat, or of one that it does not name, is for all to look at. */
  const takersOf = (frame: Frame): Iterable<ManagerListener> => {
    if (frame.kind !== 'item') return listeners;
    const contactId = textOf(frame.raw.ContactId);
    const initialContactId = textOf(frame.raw.InitialContactId);
    // Contacts of one chain have one InitialContactId: it counts if nobody has the ContactId.
    const takers = byContact.get(contactId) ?? byChain.get(initialContactId);
    if (takers) return takers;
    const named = contactId || initialContactId;
    if (named === '') {
      if (isMetadata(frame.raw) || listeners.size === 1) return listeners;
      tell((listener) => listener.frame(UNNAMED));
      return [];
    }
    for (const listener of listeners) listener.stray(named);
    return [];
  };

  const attach = () => {
    const on = (
      name: Exclude<keyof WebSocketManager, 'onMessage' | 'subscribeTopics'>,
      callback: () => void,
    ) => {
      if (!attached.has(name)) attached.set(name, manager[name]?.(callback));
    };
    // First, since a manager may call back at once with how it is.
    on('onConnectionLost', () => {
      isLost = true;
      tell((listener) => listener.lost());
    });
    on('onConnectionGain', gained);
    on('onInitFailure', () => tell((listener) => listener.failed()));
    on('onDeepHeartbeatSuccess', () => tell((listener) => listener.heartbeat(true)));
    on('onDeepHeartbeatFailure', () => tell((listener) => listener.heartbeat(false)));
    if (!attached.has('onMessage')) {
      attached.set(
        'onMessage',
        manager.onMessage(CHAT_TOPIC, (message) => guarded(() => route(message))),
      );
    }
    manager.subscribeTopics([CHAT_TOPIC]);
  };

  const detach = () => {
    isLost = false;
    for (const [name, off] of attached) {
      if (typeof off !== 'function') continue;
      attached.delete(name);
      guarded(() => {
        (off as () => void)();
      });
    }
  };

  return {
    join: ({ contactId, initialContactId = contactId }, listener) => {
      const leave = () => {
        removeFrom(byContact, contactId, listener);
        removeFrom(byChain, initialContactId, listener);
        if (listeners.delete(listener) && listeners.size === 0) detach();
      };
      const isFirst = listeners.size === 0;
      listeners.add(listener);
      addTo(byContact, contactId, listener);
      addTo(byChain, initialContactId, listener);
      try {
        if (isFirst) attach();
        else if (isLost) listener.lost();
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
  };
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
 * Nothing is thrown into the manager: it would keep its other listeners from being called. It is
 * reported as unhandled, as RxJS reports what consumers throw.
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
