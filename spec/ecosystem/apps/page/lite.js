import { createChat } from 'rx-connect-chat/lite';
import { sayHello } from '../sayHello.js';
import { show, startChat } from './inPage.js';

async function main() {
  return [await sayHello(createChat(await startChat()))];
}

show(main());
