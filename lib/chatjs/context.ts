import type { Observable } from 'rxjs';
import type { Chat, WireItem } from '../lite.js';
import type { ChatClient } from './chatClient.js';
import type { ChatDetails } from './details.js';
import type { Handlers } from './handlers.js';
import type { Logger } from './logManager.js';
import type { Observed } from './observedApi.js';
import type { ConnectChatResult } from './results.js';

/** What the parts of a session share. */
export interface SessionContext {
  /** The present chat: another one after `reset()`. */
  readonly chat: () => Chat;
  readonly handlers: Handlers;
  readonly log: Logger;
  /** Every answer of the service, and every failure, before the chat knows of it. */
  readonly observed$: Observable<Observed>;
  /** The service's answer that a command of the chat has just had. */
  readonly answers: Answers;
  readonly details: () => ChatDetails;
  /** What the last `connect()` resolved with. */
  readonly connected: () => ConnectChatResult | undefined;
  readonly receiptsEnabled: () => boolean;
  /** Serves instead of the service, where the page gives one. */
  readonly client: ChatClient | undefined;
  /** The caller has read these items, in one page. */
  readonly readPage: (rows: readonly WireItem[]) => void;
  readonly connectionToken: () => string;
}

/** Answers as the service gave them, until they are taken. */
export interface Answers {
  /** The last one of an event of this content type. */
  event(contentType: string): object | undefined;
  /** The one of the message with this client token. */
  takeMessage(clientToken: string): object | undefined;
  /** The one that completed the upload of this attachment. */
  takeAttachment(attachmentId: string): object | undefined;
  /** The last one of DisconnectParticipant. */
  disconnect(): object | undefined;
}
