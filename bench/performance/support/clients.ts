import type { Chat, ChatOptions } from 'rx-connect-chat/lite';
import { ChatSession, type CustomerChatSession } from 'rx-connect-chat/chatjs';
import { createChat } from 'rx-connect-chat/lite';
import { firstValueFrom } from 'rxjs';
import { ChatJsPage, type ChatJsSession } from '../../../spec/emulator/support/chatjs.js';
import { chatDetails } from './frames.js';
import { connectionAnswer, instantApi } from './instantApi.js';
import { type PageSocket, pageSockets } from './pageSocket.js';

/** A client that is connected without a network. */
export interface Connected<Client> {
  readonly client: Client;
  /** What its socket brings. */
  readonly receive: (data: string) => void;
  readonly close: () => void;
}

/** A chat of this library. */
export async function connectOurs(options: Partial<ChatOptions> = {}): Promise<Connected<Chat>> {
  const Socket = pageSockets();
  const client = createChat({
    chatDetails,
    api: instantApi(),
    webSocket: Socket,
    orderingWindowMs: 0,
    ...options,
  });
  const connected = firstValueFrom(client.connect());
  client.connect().subscribe();
  await connected;
  return { client, receive: receiverOf(Socket.last), close: () => client.close() };
}

/** A session of amazon-connect-chatjs. `listen` sets its handlers, before it connects. */
export async function connectChatJs(
  listen: (session: ChatJsSession) => void,
): Promise<Connected<ChatJsSession>> {
  const Socket = pageSockets();
  const answer = (body: object) =>
    Promise.resolve(
      new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }),
    );
  const page = new ChatJsPage('https://example.invalid', {
    WebSocket: Socket,
    fetch: (request: Request | string) => {
      const url = typeof request === 'string' ? request : request.url;
      return answer(url.endsWith('/connection') ? connectionAnswer() : { Transcript: [] });
    },
  });
  const client = page.create(chatDetails);
  listen(client);
  const established = new Promise<void>((resolve) => {
    client.on('onConnectionEstablished', () => {
      resolve();
    });
  });
  await client.connect();
  await established;
  return { client, receive: receiverOf(Socket.last), close: () => page.close() };
}

/** A session of the drop-in. `listen` sets its handlers, before it connects. */
export async function connectDropIn(
  listen: (session: CustomerChatSession) => void,
): Promise<Connected<CustomerChatSession>> {
  const Socket = pageSockets();
  Object.assign(globalThis, { WebSocket: Socket });
  const client = ChatSession.create({
    chatDetails,
    type: 'CUSTOMER',
    options: { api: instantApi() },
  });
  listen(client);
  const established = new Promise<void>((resolve) => {
    client.onConnectionEstablished(() => {
      resolve();
    });
  });
  await client.connect();
  await established;
  return { client, receive: receiverOf(Socket.last), close: () => client.cleanUp() };
}

const receiverOf = (socket: PageSocket | undefined) => (data: string) => {
  socket?.onmessage?.({ data });
};
