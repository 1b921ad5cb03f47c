import type { Observable, ObservableInput, SchedulerLike } from 'rxjs';
import type {
  PageHide,
  PollingOptions,
  ReconnectOptions,
  WebSocketConstructor,
  WebSocketManager,
} from '../connection/index.js';
import type { FileTransfer, ParticipantApi, RateLimiter } from '../api/index.js';
import type { ChatStorage, StorageOptions } from './storage/chatStorage.js';
import type { ChatJournal, ConnectionTokenAnswer } from './chatPorts.js';
import type { ChatLogger, LogLevel } from './logger.js';

/** Which chat it is and as whom one takes part: what StartChatContact answers. */
export interface ChatDetails {
  readonly contactId: string;
  readonly participantId: string;
  /**
   * Lets one in; it never shows anywhere else. Not needed where `api` keeps it, or where an agent's
   * `getConnectionToken` serves.
   */
  readonly participantToken: string;
  /** The first contact of the chain that this one belongs to. @defaultValue contactId */
  readonly initialContactId?: string;
  /** The contact that this persistent chat goes on from, whose items `loadOlder()` brings. */
  readonly continuedFromContactId?: string;
}

/** What amazon-connect-streams' `getMediaInfo()` gives: it may do without a participant token. */
export interface MediaInfo extends Omit<ChatDetails, 'participantToken'> {
  readonly participantToken?: string | null | undefined;
}

/** The answer of StartChatContact as it is. */
export interface StartChatContactAnswer {
  readonly ContactId?: string | undefined;
  readonly ParticipantId?: string | undefined;
  readonly ParticipantToken?: string | undefined;
  readonly InitialContactId?: string | undefined;
  readonly ContinuedFromContactId?: string | undefined;
}

/** What `createChat` is told. All durations are milliseconds. */
export interface ChatOptions {
  readonly chatDetails: ChatDetails | MediaInfo | StartChatContactAnswer;
  /** @defaultValue CUSTOMER */
  readonly type?: 'CUSTOMER' | 'AGENT';
  /**
   * The AWS region of the Amazon Connect instance. Required unless `endpoint` or `api` is given:
   * a region taken for granted is wrong for most.
   */
  readonly region?: string;
  /** The service's base URL, instead of the region's. https, or http on loopback. */
  readonly endpoint?: string;
  /** Whether to use the region's endpoint for IPv4 and IPv6. @defaultValue false */
  readonly useDualStack?: boolean;
  /** Serves instead of the default API, for example through a backend that keeps the tokens. */
  readonly api?: ParticipantApi;
  /** Keeps the calls of all chats that are given the same one under a rate. @defaultValue none */
  readonly limiter?: RateLimiter;
  /**
   * Moves the bytes of attachments to and from the storage, for example through a proxy.
   * @defaultValue XMLHttpRequest for uploads where there is one, else fetch
   */
  readonly transfer?: FileTransfer;
  /** @defaultValue globalThis.WebSocket; Node before 22 has none: pass that of `ws` */
  readonly webSocket?: WebSocketConstructor;
  /**
   * An agent's websocket manager, whose one socket serves all chats of the agent: that of
   * amazon-connect-streams. An Observable gives another when it takes over. The chat never closes its
   * socket. @defaultValue none: the chat opens a socket of its own
   */
  readonly webSocketManager?: WebSocketManager | Observable<WebSocketManager>;
  /**
   * Asks for a connection token, for a chat on a `webSocketManager`: called when the chat connects,
   * before the token expires and when it is refused. It may take 15 s. Where it fails,
   * CreateParticipantConnection serves if there is a participant token.
   * @defaultValue CreateParticipantConnection
   */
  readonly getConnectionToken?: () => ObservableInput<ConnectionTokenAnswer>;
  /**
   * Whether the network is there. A hint: nothing is tried while it says `false`; when it turns to
   * `true`, the connection is made or checked at once, but no sooner than the service has asked for.
   * @defaultValue navigator.onLine and its events
   */
  readonly network$?: Observable<boolean>;
  /**
   * Emits when the app is back in use, as React Native's AppState tells: the connection is made or
   * checked at once, and renewed after a sleep.
   * @defaultValue visibilitychange, pageshow and resume of a page
   */
  readonly resume$?: Observable<unknown>;
  /**
   * Whether somebody can see the chat: polling pauses while it says `false`. Subscribed when polling
   * begins, so it is to emit its present state then.
   * @defaultValue visibilitychange of a page
   */
  readonly visible$?: Observable<boolean>;
  /**
   * Whether this participant leaves the chat when the page goes, as by {@link Chat.disconnect}: the
   * request outlives the page. A reload counts; a page that goes into the back/forward cache may come
   * back, and does not. @defaultValue false
   */
  readonly disconnectOnPageHide?: boolean;
  /** Emits when the page goes. @defaultValue pagehide of a page */
  readonly pageHide$?: Observable<PageHide>;
  /** Clock of every timer and timestamp. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
  /**
   * When `transcript$` may emit again after an emission: as soon as this runs a task, such as
   * `animationFrameScheduler` with the next frame. @defaultValue `scheduler`, after 16 ms
   */
  readonly frameScheduler?: SchedulerLike;
  /**
   * Chance, in [0, 1). Where it gives something else, or throws, an error is logged and the default
   * taken. @defaultValue Math.random
   */
  readonly random?: () => number;
  /** How long `messages$` may hold a message to put it in order; 0 for not at all. @defaultValue 100 */
  readonly orderingWindowMs?: number;
  /** How many items to fetch when the chat is joined: up to 100, 0 for none. @defaultValue 15 */
  readonly history?: number;
  /**
   * How many items `transcript$` keeps, at least 1. The oldest are dropped from memory, and come back
   * with `loadOlder()`; what that brings is kept beside them. @defaultValue all
   */
  readonly maxItems?: number;
  /**
   * How many bytes of UTF-8 a message of this participant may have, for channels and instances that take
   * less than the service does: an integer from 1 to 131,072. A longer message is `InvalidArgument` before
   * any request is sent. @defaultValue 16384
   */
  readonly maxMessageBytes?: number;
  readonly reconnect?: ReconnectOptions;
  /**
   * Receiving without a websocket, as behind a proxy that blocks them: if one cannot be opened twice in
   * a row or within 5 s, the transcript is fetched again and again until one opens. `false` for not at
   * all. @defaultValue every 3 s while something happens in the chat, every 15 s while nothing does
   */
  readonly polling?: false | PollingOptions;
  readonly receipts?: ReceiptsOptions;
  readonly typing?: TypingOptions;
  /**
   * Remembers the chat across a reload: transcript, unsent messages, read marks. It is read with the
   * first `connect()`; the chat that is stored comes back there if it is of the same contact and
   * participant. @defaultValue none
   */
  readonly storage?: ChatStorage;
  readonly storageOptions?: StorageOptions;
  /** Records what happens, such as `recordJournal()` of `rx-connect-chat/journal`. @defaultValue none */
  readonly journal?: ChatJournal;
  /** Where to log to. @defaultValue nowhere */
  readonly logger?: ChatLogger;
  /** The least level that is logged. @defaultValue info */
  readonly logLevel?: LogLevel;
}

/** Receipts that this participant gives. */
export interface ReceiptsOptions {
  /** Whether any are sent; where not, `markRead` and `markDelivered` complete without. @defaultValue true */
  readonly enabled?: boolean;
  /** At most one receipt of a kind goes out in this time, in milliseconds. @defaultValue 5000 */
  readonly throttleMs?: number;
  /** Whether others' messages are marked as delivered when they come. @defaultValue false */
  readonly autoDelivered?: boolean;
}

/** Typing, in milliseconds. */
export interface TypingOptions {
  /** At most one typing event goes out in this time. @defaultValue 10000 */
  readonly throttleMs?: number;
  /** How long somebody else's typing event holds. @defaultValue 12000 */
  readonly expiryMs?: number;
}
