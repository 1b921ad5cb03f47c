import type { Observable, ObservableInput, SchedulerLike } from 'rxjs';
import type { PageHide, WebSocketConstructor, WebSocketManager } from '../connection/index.js';
import type { FileTransfer, ParticipantApi, RateLimiter } from '../api/index.js';
import type { ChatStorage } from './storage/chatStorage.js';

/** All through which something comes into a chat: what options say of it, or their defaults. */
export interface ChatPorts {
  readonly api: ParticipantApi;
  readonly limiter: RateLimiter | undefined;
  readonly transfer: FileTransfer;
  /** Throws `Unsupported` where there is none. */
  readonly webSocket: () => WebSocketConstructor;
  readonly webSocketManager$: Observable<WebSocketManager> | undefined;
  readonly getConnectionToken: (() => ObservableInput<ConnectionTokenAnswer>) | undefined;
  readonly network$: Observable<boolean>;
  readonly resume$: Observable<unknown>;
  readonly visible$: Observable<boolean>;
  readonly pageHide$: Observable<PageHide>;
  readonly storage: ChatStorage | undefined;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
}

/**
 * A connection token, in the form in which amazon-connect-streams gives it: here, `participantToken`
 * is one.
 */
export interface ConnectionTokenAnswer {
  readonly chatTokenTransport: {
    readonly participantToken: string;
    /** ISO 8601. */
    readonly expiry?: string | undefined;
  };
}

/**
 * Stands between a chat and all that comes into it: `rx-connect-chat/journal` records it there, and
 * plays it back. For one chat.
 */
export interface ChatJournal {
  /** The settings that the chat is to run on, with other ports. Its views keep the clock of `settings`. */
  attach<Settings extends ChatPorts>(settings: Settings): Settings;
  /** The chat as it is to be handed out. */
  around<Handed extends object>(chat: Handed): Handed;
}
