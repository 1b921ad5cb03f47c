import { Observable, Subscription } from 'rxjs';
import type { ChatOptions, ConnectionTokenAnswer, MediaInfo } from '../lite.js';
import type { DeskChange } from './desk.js';
import { errorLog } from './errorLog.js';

/**
 * What the desk uses of amazon-connect-streams: `connect`. Structural: Streams is never imported. Each
 * method that takes a callback answers an object whose `unsubscribe()` takes it off.
 */
export interface StreamsApi {
  /** Calls back for each contact that comes; for those that were there before, it does not. */
  contact(callback: (contact: StreamsContact) => void): unknown;
  /** Calls back when the agent is known; where they are already, at once. */
  agent(callback: (agent: StreamsAgent) => void): unknown;
}

/** The agent, as Streams has it. */
export interface StreamsAgent {
  getContacts(): readonly StreamsContact[];
}

/** A contact, as Streams has it. */
export interface StreamsContact {
  getContactId(): string;
  getType(): string;
  getStatus(): { readonly type: string };
  /** Of a chat, a {@link StreamsChatConnection}. */
  getAgentConnection(): unknown;
  /** Calls back whenever something of the contact has changed, such as its status. */
  onRefresh(callback: (contact: StreamsContact) => void): unknown;
  /** Calls back when the agent has the contact no more. */
  onDestroy(callback: (contact: StreamsContact) => void): unknown;
}

/** The agent's connection of a chat, as Streams has it. */
export interface StreamsChatConnection {
  /** None until Streams knows it. */
  getMediaInfo(): MediaInfo | null;
  getConnectionToken(): Promise<ConnectionTokenAnswer>;
}

/**
 * An agent's chat contacts: those that they have, and those that they accept.
 *
 * - **Emits** a contact as added once its status is `connected`, also where it was before; and as
 *   removed when Streams destroys it, which is when the agent clears it. Contacts that are not chats, or
 *   never connect, are left out.
 * - **Never completes**. **Errors** with what Streams throws when it is first asked.
 * - **Unsubscribing** takes off all callbacks.
 *
 * A contact that is not as Streams declares it, such as one without an agent connection, is logged once as an error
 * and looked at again with its next refresh. Nothing is thrown into Streams.
 *
 * @param connect - that of amazon-connect-streams, after `initCCP`.
 * @param options - `logger` and `logLevel`, as a chat takes them.
 */
export const streamsContacts = (
  connect: StreamsApi,
  options: Pick<ChatOptions, 'logger' | 'logLevel'> = {},
): Observable<DeskChange> =>
  new Observable((subscriber) => {
    const known = new Map<string, Subscription>();
    const logError = errorLog(options);
    /** Runs `task`; if it throws, `failed` is told the kind of the error, whose message may quote anything. */
    const guarded = (task: () => void, failed: (reason: string) => void) => {
      try {
        task();
      } catch (error) {
        failed(error instanceof Error ? error.name : typeof error);
      }
    };
    const meet = (contact: StreamsContact) => {
      guarded(
        () => {
          add(contact);
        },
        (reason) => {
          logError('a contact of Streams is left out, since it cannot be read', { reason });
        },
      );
    };
    const add = (contact: StreamsContact) => {
      const contactId = contact.getContactId();
      if (contact.getType() !== 'chat' || known.has(contactId)) return;
      const callbacks = new Subscription();
      known.set(contactId, callbacks);
      subscriber.add(callbacks);
      let isAdded = false;
      let isReported = false;
      /** What the desk needs of a contact, as soon as Streams knows it. */
      const read = (present: StreamsContact) => {
        if (present.getStatus().type !== 'connected') return undefined;
        const connection = present.getAgentConnection() as StreamsChatConnection;
        const chatDetails = connection.getMediaInfo();
        const getConnectionToken = () => connection.getConnectionToken();
        return chatDetails ? { chatDetails, getConnectionToken } : undefined;
      };
      const look = (present: StreamsContact) => {
        if (isAdded) return;
        let ready: ReturnType<typeof read>;
        guarded(
          () => {
            ready = read(present);
          },
          (reason) => {
            if (!isReported) logError('a contact of Streams cannot be read', { contactId, reason });
            isReported = true;
          },
        );
        if (ready === undefined) return;
        isAdded = true;
        subscriber.next({ type: 'added', contact: ready });
      };
      const destroyed = () => {
        known.delete(contactId);
        subscriber.remove(callbacks);
        callbacks.unsubscribe();
        if (isAdded) subscriber.next({ type: 'removed', contactId });
      };
      callbacks.add(takingOff(contact.onRefresh(look)));
      callbacks.add(takingOff(contact.onDestroy(destroyed)));
      look(contact);
    };
    subscriber.add(takingOff(connect.contact(meet)));
    subscriber.add(
      takingOff(
        connect.agent((agent) => {
          for (const contact of agent.getContacts()) meet(contact);
        }),
      ),
    );
  });

const takingOff = (answer: unknown) => () => {
  const { unsubscribe } = Object(answer) as { readonly unsubscribe?: unknown };
  if (typeof unsubscribe === 'function') Reflect.apply(unsubscribe, answer, []);
};
