export { ChatClient } from './chatClient.js';
export { IllegalArgument } from './answers.js';
export { install } from './install.js';
export type * from './types.js';
