export { ChatClient } from './chatClient.js';
export { IllegalArgument } from './errors.js';
export { fromChatSession } from './fromChatSession.js';
export type { ForeignSession } from './fromChatSession.js';
export { install } from './install.js';
export type * from './types.js';
