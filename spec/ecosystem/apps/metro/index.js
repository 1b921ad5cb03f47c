import { createChat } from 'rx-connect-chat/lite';
import { sayHello } from '../sayHello.js';

/** @type {{ phone: { options: import('rx-connect-chat').ChatOptions, said?: Promise<string> } }} */
const { phone } = /** @type {any} */ (globalThis);

phone.said = sayHello(createChat(phone.options));
