const { createChat } = require('rx-connect-chat');
const { startEmulator } = require('rx-connect-chat/emulator');
const { createChat: createLiteChat } = require('rx-connect-chat/lite');
const { firstValueFrom, ignoreElements, merge } = require('rxjs');
const { WebSocket } = require('ws');

async function main() {
  const emulator = await startEmulator();
  for (const create of [createChat, createLiteChat]) {
    const chat = create({
      chatDetails: emulator.startChat().details,
      endpoint: emulator.url,
      webSocket: WebSocket,
    });
    const { content } = await firstValueFrom(
      merge(
        chat.messages$,
        chat.connect().pipe(ignoreElements()),
        chat.sendMessage('hello').pipe(ignoreElements()),
      ),
    );
    console.log(content);
    chat.close();
  }
  await emulator.close();
}

void main();
