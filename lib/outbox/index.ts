export { checkAttachment } from './checkAttachment.js';
export type { AttachmentOptions, CheckedAttachment } from './checkAttachment.js';
export { checkEvent } from './checkEvent.js';
export type { OutgoingEvent } from './checkEvent.js';
export { checkMessage } from './checkMessage.js';
export type { CheckedMessage, OutgoingMessage } from './checkMessage.js';
export { createOutbox } from './outbox.js';
export type { Post, SentEvent, SentMessage } from './outbox.js';
export { throttled } from './throttled.js';
