import { createChat } from 'rx-connect-chat';
import { startEmulator } from 'rx-connect-chat/emulator';
import { createChat as createLiteChat } from 'rx-connect-chat/lite';
import { WebSocket } from 'ws';
import { sayHello } from '../sayHello.js';

const emulator = await startEmulator();
for (const create of [createChat, createLiteChat]) {
  const chat = create({
    chatDetails: emulator.startChat().details,
    endpoint: emulator.url,
    webSocket: WebSocket,
  });
  console.log(await sayHello(chat));
}
await emulator.close();
