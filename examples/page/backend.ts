import { map, Observable, switchMap, throwError } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import type { DeskContact } from 'rx-connect-chat/desk';
import type { ChatDetails } from 'rx-connect-chat/lite';

/** A customer's chat that the page's backend has started. */
export interface CustomerChat {
  /** The participant service's address. */
  readonly endpoint: string;
  /** What the customer connects with. */
  readonly customer: ChatDetails;
}

/** A chat that has just begun, with what the agent connects with. */
export interface StartedChat extends CustomerChat {
  readonly agent: ChatDetails;
}

/**
 * Has the backend start a chat and let an agent in. A page never does that itself: StartChatContact
 * needs credentials of AWS, and only a participant's own token goes out to its page.
 */
export const startChat = (agentId: string): Observable<StartedChat> =>
  post(`${agentPath(agentId)}/chats`).pipe(map((answer) => answer as StartedChat));

/** Asks the backend for a chat that it has started before: it keeps the tokens, a page need not. */
export const chatAgain = (contactId: string): Observable<CustomerChat> =>
  post(`/api/chats/${encodeURIComponent(contactId)}`).pipe(map((answer) => answer as CustomerChat));

/** What an agent can have done with one of their contacts. */
export type ContactAct =
  /** The backend's assistant answers, word by word. */
  | 'assistant'
  /** The assistant asks a question with choices. Only flows and bots can: a participant's page cannot. */
  | 'ask-helped'
  | 'ask-topic'
  | 'ask-time'
  /** A colleague takes over. */
  | 'hand-over'
  /** The agent takes over again from the colleague. */
  | 'take-back'
  /** The agent is done with it. */
  | 'clear';

/** Has it done; answers the contact under which the chat goes on, where that is another. */
export const actOn = (
  agentId: string,
  contactId: string,
  act: ContactAct,
): Observable<{ readonly contactId?: string }> =>
  post(`${agentPath(agentId)}/contacts/${encodeURIComponent(contactId)}/${act}`).pipe(
    map((answer) => answer as { readonly contactId?: string }),
  );

/**
 * An agent's contacts, all of them whenever one comes or goes: what amazon-connect-streams tells a page
 * in earnest. Never completes, and goes on by itself after a failure.
 */
export const contactsOf = (agentId: string): Observable<readonly DeskContact[]> =>
  new Observable((subscriber) => {
    const source = new EventSource(`${agentPath(agentId)}/contacts`);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const contacts = JSON.parse(data) as readonly ChatDetails[];
      subscriber.next(contacts.map((chatDetails) => ({ chatDetails })));
    };
    return () => {
      source.close();
    };
  });

/** Where a socket can be opened that brings all of the agent's contacts. */
export const agentSocketUrl = (agentId: string): Observable<string> =>
  post(`${agentPath(agentId)}/websocket`).pipe(map((answer) => (answer as { Url: string }).Url));

/** Has some scripted customers come to the agent. */
export const bringCustomers = (
  agentId: string,
): Observable<{ readonly coming: readonly string[] }> =>
  post(`${agentPath(agentId)}/customers`).pipe(
    map((answer) => answer as { readonly coming: readonly string[] }),
  );

/** Takes an agent off their network, with all contacts, or back on. */
export const setAgentOffline = (agentId: string, on: boolean): Observable<unknown> =>
  post(`${agentPath(agentId)}/${on ? 'offline' : 'online'}`);

/**
 * Takes one participant off its network, or back on: the local service cuts its sockets and refuses
 * its requests. Real networks do that without being asked.
 */
export const setOffline = (
  endpoint: string,
  participantId: string,
  on: boolean,
): Observable<unknown> =>
  post(`${endpoint}/emulator/participants/${encodeURIComponent(participantId)}/offline`, { on });

const agentPath = (agentId: string) => `/api/agents/${encodeURIComponent(agentId)}`;

const post = (url: string, body: object = {}): Observable<unknown> =>
  fromFetch(url, { method: 'POST', body: JSON.stringify(body) }).pipe(
    switchMap((answer) =>
      answer.ok ? answer.json() : throwError(() => new Error(`status ${answer.status}`)),
    ),
  );
