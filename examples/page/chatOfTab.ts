import { catchError, defer, map, type Observable, tap } from 'rxjs';
import { chatAgain, type CustomerChat, startChat } from './backend.js';

/** A chat of the page's customer. */
export interface TabChat extends CustomerChat {
  /** The agent's contact of it, where it has just begun: not after a reload. */
  readonly newContactId: string | undefined;
}

const CHAT_KEY = 'chat-of-this-tab';
const AGENT_KEY = 'agent-of-this-tab';

/** The agent whose desk this tab is, also after a reload. */
export function agentOfTab(): string {
  const agentId = sessionStorage.getItem(AGENT_KEY) ?? crypto.randomUUID();
  sessionStorage.setItem(AGENT_KEY, agentId);
  return agentId;
}

/** A new chat with the agent, which becomes the one of this tab. */
export const newChat = (agentId: string): Observable<TabChat> =>
  startChat(agentId).pipe(
    tap(({ customer }) => {
      sessionStorage.setItem(CHAT_KEY, customer.contactId);
    }),
    map(({ agent, ...chat }) => ({ ...chat, newContactId: agent.contactId })),
  );

/** The chat that this tab had before it was loaded again; where there was none, a new one. */
export const chatOfTab = (agentId: string): Observable<TabChat> =>
  defer(() => {
    const contactId = sessionStorage.getItem(CHAT_KEY);
    return contactId === null
      ? newChat(agentId)
      : chatAgain(contactId).pipe(
          map((chat) => ({ ...chat, newContactId: undefined })),
          catchError(() => newChat(agentId)), // the service was started anew, and knows it no more
        );
  });
