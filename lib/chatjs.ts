import { install } from './chatjs/index.js';

export { ChatClient, fromChatSession } from './chatjs/index.js';
export type * from './chatjs/index.js';

/** `connect.ChatSession`, which importing this sets as well. */
export const ChatSession = install(globalThis);
