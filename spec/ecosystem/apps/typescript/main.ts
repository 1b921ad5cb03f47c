// Something of each entry point, and a chat by each of the two that have `createChat`.
import { firstValueFrom, ignoreElements, map, merge, of } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { WebSocket } from 'ws';
import { createChat, dedupeBy, isMessage, type Chat, type ChatOptions } from 'rx-connect-chat';
import { injectConnectChat, type ConnectChat } from 'rx-connect-chat/angular';
import { ChatSession, type ChatSessionObject } from 'rx-connect-chat/chatjs';
import 'rx-connect-chat/chatjs-global';
import { createAgentDesk, type DeskChat } from 'rx-connect-chat/desk';
import { startEmulator, type Emulator } from 'rx-connect-chat/emulator';
import { recordJournal, replay, type Journal } from 'rx-connect-chat/journal';
import { ChatError, createChat as createLiteChat } from 'rx-connect-chat/lite';
import { fakeChat, says, type FakeChat } from 'rx-connect-chat/testing';

const create: (create: (options: ChatOptions) => Chat, emulator: Emulator) => Chat = (
  createChat,
  emulator,
) =>
  createChat({
    chatDetails: emulator.startChat().details,
    endpoint: emulator.url,
    webSocket: WebSocket,
    journal: recordJournal(),
  });

async function sayHello(chat: Chat): Promise<string> {
  const { content } = await firstValueFrom(
    merge(
      chat.messages$.pipe(dedupeBy(({ id }) => id)),
      chat.connect().pipe(ignoreElements()),
      chat.sendMessage('hello').pipe(ignoreElements()),
    ),
  );
  chat.close();
  return content;
}

async function main(): Promise<void> {
  const emulator = await startEmulator();
  console.log(await sayHello(create(createChat, emulator)));
  console.log(await sayHello(create(createLiteChat, emulator)));
  await emulator.close();
}

/** A chat drawn in marbles; what it comes to. */
function drawn(): readonly string[] {
  const contents: string[] = [];
  new TestScheduler(() => undefined).run((helpers) => {
    const fake: FakeChat = fakeChat(helpers, { server: '--a-|', values: { a: says('Hi') } });
    fake.chat.messages$.subscribe(({ content }) => contents.push(content));
    fake.chat.connect().subscribe();
  });
  return contents;
}

/** The types of the rest; nothing here is called. */
export function others(journal: Journal, fromPage: typeof connect.ChatSession): void {
  const session: ChatSessionObject = fromPage;
  const angular: () => ConnectChat = injectConnectChat;
  const shown = replay(journal).transcript$.pipe(map(({ items }) => items.filter(isMessage)));
  const desk = createAgentDesk(of([]), { region: 'eu-central-1' });
  const chats: (chats: readonly DeskChat[]) => void = console.log;
  desk.chats$.subscribe(chats);
  console.log(
    session,
    angular,
    shown,
    ChatSession === fromPage,
    new ChatError('Ended', 'over').code,
  );
}

console.log(drawn().join());
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
