import { firstValueFrom, ignoreElements, merge } from 'rxjs';

/**
 * Connects, sends a message, and resolves with what comes back through the socket.
 *
 * @param {import('rx-connect-chat').Chat} chat
 */
export async function sayHello(chat) {
  const { content } = await firstValueFrom(
    merge(
      chat.messages$,
      chat.connect().pipe(ignoreElements()),
      chat.sendMessage('hello').pipe(ignoreElements()),
    ),
  );
  chat.close();
  return content;
}
