// Holds many idle chats of one kind, in a process of its own, and tells what they take.
import { createChat, type ChatDetails } from 'rx-connect-chat/lite';
import { firstValueFrom } from 'rxjs';
import { WebSocket } from 'ws';
import { ChatJsPage } from '../../spec/emulator/support/chatjs.js';
import { beat, connectBare } from './support/bareClient.js';
import { cpuMs, heapUsed } from './support/measure.js';

/** Which client, and where. */
export interface IdleTask {
  readonly client: 'bare' | 'ours' | 'chatJs';
  readonly endpoint: string;
  readonly chats: readonly ChatDetails[];
}

/** Bytes of heap per chat, when all are connected; later, milliseconds of CPU up to then. */
export type IdleReport = { readonly heapPerChat: number } | { readonly cpuMs: number };

const AT_ONCE = 20;
const kept: unknown[] = [];

const CLIENTS: Readonly<
  Record<IdleTask['client'], (endpoint: string) => (details: ChatDetails) => Promise<unknown>>
> = {
  bare: (endpoint) => async (details) => beat(await connectBare(endpoint, details)),
  ours: (endpoint) => async (chatDetails) => {
    const chat = createChat({ chatDetails, endpoint, webSocket: WebSocket });
    chat.messages$.subscribe();
    const connected = firstValueFrom(chat.connect());
    chat.connect().subscribe();
    await connected;
    return chat;
  },
  // One page for all, so that its script is there once.
  chatJs: (endpoint) => {
    const page = new ChatJsPage(endpoint);
    return async (chatDetails) => {
      const session = page.create(chatDetails);
      session.on('onMessage', () => {});
      await session.connect();
      return session;
    };
  },
};

process.once('message', ({ client, endpoint, chats }: IdleTask) => {
  void hold(CLIENTS[client](endpoint), chats);
});
process.once('disconnect', () => process.exit());

async function hold(
  connect: (details: ChatDetails) => Promise<unknown>,
  [first, ...chats]: readonly ChatDetails[],
): Promise<void> {
  if (first) kept.push(await connect(first)); // what is loaded once belongs to no chat
  const before = await heapUsed();
  for (let i = 0; i < chats.length; i += AT_ONCE) {
    kept.push(...(await Promise.all(chats.slice(i, i + AT_ONCE).map(connect))));
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const heapPerChat = ((await heapUsed()) - before) / chats.length;
  process.send?.({ heapPerChat } satisfies IdleReport);
  process.on('message', () => {
    process.send?.({ cpuMs: cpuMs() } satisfies IdleReport);
  });
}
