// A chat by each of the entry points that have `createChat`, and the drop-in, of which nothing is
// imported: it is there for what it sets.
import { createChat } from 'rx-connect-chat';
import { createChat as createLiteChat } from 'rx-connect-chat/lite';
import 'rx-connect-chat/chatjs';
import { sayHello } from '../sayHello.js';
import { show, startChat } from './inPage.js';

async function main() {
  return [
    await sayHello(createChat(await startChat())),
    await sayHello(createLiteChat(await startChat())),
    typeof connect.ChatSession.create,
  ];
}

show(main());
