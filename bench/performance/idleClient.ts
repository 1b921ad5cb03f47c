// Holds many idle chats of one kind, in a process of its own, and tells what they take.
import { createChat, type ChatDetails } from 'rx-connect-chat/lite';
import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * Chats begin one after the other, spread over the time between two heartbeats as they are in a real
 * process: who connects faster than another would otherwise have more of its heartbeats in one go.
 */
const SPREAD_MS = 10_000;
/** What each client can keep up with. */
const LEAST_APART_MS = 10;
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
  const apartMs = Math.max(SPREAD_MS / chats.length, LEAST_APART_MS);
  const startedAt = performance.now();
  const begin = async (details: ChatDetails, i: number) => {
    await sleep(Math.max(0, startedAt + i * apartMs - performance.now()));
    return connect(details);
  };
  kept.push(...(await Promise.all(chats.map(begin))));
  await sleep(2_000);
  const heapPerChat = ((await heapUsed()) - before) / chats.length;
  process.send?.({ heapPerChat } satisfies IdleReport);
  process.on('message', () => {
    process.send?.({ cpuMs: cpuMs() } satisfies IdleReport);
  });
}
