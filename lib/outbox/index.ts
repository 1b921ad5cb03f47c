export { checkMessage } from './checkMessage.js';
export type { CheckedMessage, OutgoingMessage } from './checkMessage.js';
export { createOutbox } from './outbox.js';
export type { Post, SentMessage } from './outbox.js';
export { throttled } from './throttled.js';
