/// <reference lib="esnext.disposable" preserve="true" />
import type { Observable } from 'rxjs';
import type {
  Chat,
  ChatDetails,
  ChatEnded,
  ChatMessage,
  ChatOptions,
  ChatStorage,
  ConnectionState,
  MediaInfo,
  Participant,
  StorageOptions,
} from '../lite.js';

/** A contact that an agent has: what its chat is made from. */
export interface DeskContact extends Pick<ChatOptions, 'getConnectionToken'> {
  readonly chatDetails: ChatDetails | MediaInfo;
}

/** That a contact has come to the agent, or has gone. */
export type DeskChange =
  | { readonly type: 'added'; readonly contact: DeskContact }
  | { readonly type: 'removed'; readonly contactId: string };

/** Which contacts there are now, or what has changed in that; both may be in one stream. */
export type DeskSource = Observable<readonly DeskContact[] | DeskChange>;

/** What every chat of the desk is made with, and the desk's own. All durations are milliseconds. */
export interface DeskOptions extends Omit<
  ChatOptions,
  'chatDetails' | 'getConnectionToken' | 'type' | 'storageOptions'
> {
  /**
   * Where the chats are kept across a reload, each under a key of its own. What is stored of a contact
   * is removed when the source says that it is gone; not with {@link AgentDesk.release} or
   * {@link AgentDesk.close}.
   */
  readonly storage?: ChatStorage;
  /** How they are kept. A key would be the same for all. */
  readonly storageOptions?: Omit<StorageOptions, 'key'>;
  /** Makes the chats, such as `createChat` of rx-connect-chat. @defaultValue that of rx-connect-chat/lite */
  readonly createChat?: (options: ChatOptions) => Chat;
  /** How often waiting times are brought up to date while somebody waits. @defaultValue 1000 */
  readonly waitingEveryMs?: number;
}

/** A chat at the desk, at one moment. It does not change; the next one takes its place. */
export interface DeskChat {
  readonly contactId: string;
  readonly chat: Chat;
  /** How its connection is; of a chat that is over, that it has ended. */
  readonly state: ConnectionState;
  /** The customer, once anything of theirs has been seen. */
  readonly customer: Participant | undefined;
  /** The newest message, own ones on their way included. */
  readonly lastMessage: ChatMessage | undefined;
  /** As {@link Chat.unreadCount$} says. */
  readonly unreadCount: number;
  /** Who else is typing now. */
  readonly typing: readonly Participant[];
  /**
   * When the oldest of the customer's messages was sent that no agent has answered yet, by the
   * service's clock. Not where none waits, and not once the chat is over. What bots and the system say
   * is no answer.
   */
  readonly waitingSince: Date | undefined;
  /** How long that is ago, in milliseconds, whatever this device takes for the time. */
  readonly waitingMs: number | undefined;
  /**
   * How long this agent took from joining to the first message of their own, in milliseconds by the
   * service's clock. Not where they have said nothing yet, or where the transcript does not go back
   * to their joining.
   *
   * Source: `AgentFirstResponseTimeInMillis` of ChatContactMetrics, "the time for an agent to respond
   * after obtaining a chat contact".
   */
  readonly firstResponseMs: number | undefined;
  /** How and when it ended. */
  readonly ended: ChatEnded | undefined;
}

/** All chats of the desk together. */
export interface DeskTotals {
  /** Chats that are not over. */
  readonly open: number;
  /** Customers who wait for an answer. */
  readonly waiting: number;
  /** Unread messages of all chats. */
  readonly unread: number;
  /** How long the customer who waits longest has been waiting, in milliseconds; 0 where none does. */
  readonly longestWaitMs: number;
}

/** All chats of an agent. One switch, many views, as a {@link Chat} is. */
export interface AgentDesk {
  /**
   * The chats, in the order in which their contacts came. A chat that is over stays until its contact
   * goes or it is let go of.
   *
   * - **On subscribe**: the present ones, at once. A state stream. A chat in which nothing has changed
   *   is the same object again.
   * - **Emits** at once after a change, then at most once a frame however many chats there are; and
   *   every `waitingEveryMs` while a customer waits.
   * - **Completes** with {@link close}, after an empty list. Never errors.
   */
  readonly chats$: Observable<readonly DeskChat[]>;

  /** The sum of {@link chats$}, whenever it is another. A state stream. */
  readonly totals$: Observable<DeskTotals>;

  /**
   * Opens a chat for each contact, and keeps it connected while subscribed. All subscribers share.
   *
   * - **Emits** each chat when it is opened, before it is connected.
   * - **Completes** with {@link close}. That the source completes is no end: its contacts stay.
   * - **Errors** with the source's error. A chat that cannot be connected is no error: its `state` says
   *   so, and `chat.connect()` tries anew.
   * - **Unsubscribing** the last subscriber lets go of all chats, which go on at the service;
   *   subscribing again opens those of the contacts that the source has then.
   */
  connect(): Observable<Chat>;

  /**
   * Lets go of a chat, such as one that is over: it is closed, and leaves the desk though its contact
   * may still be there. A contact that goes and comes again is opened again.
   */
  release(contactId: string): void;

  /** Lets go of all chats, here; they go on at the service. Every stream completes. */
  close(): void;
  [Symbol.dispose](): void;
}
