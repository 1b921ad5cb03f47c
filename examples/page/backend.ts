import { map, type Observable, switchMap, throwError } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import type { ChatDetails } from 'rx-connect-chat/lite';

/** A chat that the page's backend has started, with what each side connects with. */
export interface StartedChat {
  /** The participant service's address. */
  readonly endpoint: string;
  readonly customer: ChatDetails;
  readonly agent: ChatDetails;
}

/**
 * Has the backend start a chat and let an agent in. A page never does that itself: StartChatContact
 * needs credentials of AWS, and only a participant's own token goes out to its page.
 */
export const startChat = (): Observable<StartedChat> =>
  post('/api/chats').pipe(map((answer) => answer as StartedChat));

/** Asks the backend for a chat that it has started before: it keeps the tokens, a page need not. */
export const chatAgain = (contactId: string): Observable<StartedChat> =>
  post(chatPath(contactId)).pipe(map((answer) => answer as StartedChat));

/** Has the backend's assistant answer in the chat, word by word. */
export const askAssistant = (contactId: string): Observable<unknown> =>
  post(`${chatPath(contactId)}/assistant`);

/** Has the backend hand the chat over to another agent; answers what that one connects with. */
export const handOver = (contactId: string): Observable<ChatDetails> =>
  post(`${chatPath(contactId)}/hand-over`).pipe(map((answer) => answer as ChatDetails));

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

const chatPath = (contactId: string) => `/api/chats/${encodeURIComponent(contactId)}`;

const post = (url: string, body: object = {}): Observable<unknown> =>
  fromFetch(url, { method: 'POST', body: JSON.stringify(body) }).pipe(
    switchMap((answer) =>
      answer.ok ? answer.json() : throwError(() => new Error(`status ${answer.status}`)),
    ),
  );
