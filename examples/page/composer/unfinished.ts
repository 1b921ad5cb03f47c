import type { Chat } from 'rx-connect-chat/lite';
import { createUploads, type Uploads } from './uploads.js';

/** What a reader has begun in a chat, kept while they look at another. */
export interface Unfinished {
  /** What is written and not sent yet. */
  draft: string;
  readonly uploads: Uploads;
}

export const nothingBegun = (chat: Pick<Chat, 'sendAttachment'>): Unfinished => ({
  draft: '',
  uploads: createUploads(chat),
});
