export { install } from './install.js';
export { ChatClient } from './chatClient.js';
export { IllegalArgument } from './answers.js';
