import type { Observable, SchedulerLike } from 'rxjs';
import type {
  EmulatedContact,
  EmulatedMessage,
  EmulatedParticipant,
  Emulator,
  StartChatOptions,
} from '../emulator/model.js';
import type { Chat, ChatOptions } from '../lite.js';
import type { FakeWebSocketManager } from './FakeWebSocketManager.js';
import type { Sent } from './sent.js';

/** Something that happens in a chat: one of the acts of this entry, such as `says`, or any function. */
export type Act = (fake: FakeChat) => unknown;

/** What happens, and to which chat. */
export interface FakeChatOptions {
  /**
   * What happens in the chat, in marbles. A letter does what `values` says, or is a text message of
   * that letter, from the one whom the app talks to; `|` ends the chat. What is drawn at frame 0 was
   * there before the chat is connected, and so is history.
   */
  readonly server?: string;
  /**
   * What becomes of the network, in marbles: `x` cuts the socket, `d` takes the network down, `u` brings
   * it up again, `h` has the socket hang. `values` can say otherwise.
   */
  readonly network?: string;
  /** What the letters do. A string, or content with its type, is what is said. */
  readonly values?: Readonly<Record<string, Act | string | EmulatedMessage>>;
  /** As whom the app takes part. @defaultValue CUSTOMER */
  readonly type?: 'CUSTOMER' | 'AGENT';
  /** The agent's display name. @defaultValue Agent */
  readonly agentName?: string;
  /** How the chat is started: the customer's name, its first message and more. */
  readonly startChat?: StartChatOptions;
  /**
   * Further options of the chat. Unlike everywhere else, by default `orderingWindowMs` is 0 and
   * `transcript$` emits in the frame in which it changes.
   */
  readonly chat?: Partial<ChatOptions>;
}

/** A chat under test, and everything around it. */
export interface FakeChat {
  /** The chat: a real one. It is not connected until the test or the app subscribes to `connect()`. */
  readonly chat: Chat;
  /** What `chat` was made with: for an app that calls `createChat` itself. */
  readonly options: ChatOptions;

  /**
   * What the app sends, each thing once, when the service takes it: what the service refuses is not
   * among it, and neither is what was repeated because an answer got lost.
   *
   * A hot stream that never completes.
   */
  readonly sent$: Observable<Sent>;
  /** The same so far. */
  readonly sent: readonly Sent[];

  /** As whom the app takes part. */
  readonly self: EmulatedParticipant;
  /** Whom the app talks to: the agent, or for an agent's chat the customer. */
  readonly peer: EmulatedParticipant;
  readonly agent: EmulatedParticipant;
  readonly customer: EmulatedParticipant;
  /** The chat on the service's side. */
  readonly contact: EmulatedContact;
  /** The service, with its faults and the log of requests. */
  readonly emulator: Emulator;
  /** Of an agent's chat: the agent's, which all chats of the agent share. */
  readonly webSocketManager: FakeWebSocketManager | undefined;
  readonly scheduler: SchedulerLike;

  /** Has it happen now. */
  perform(act: Act): void;
  /** The one with this display name. @throws Error naming those who are there */
  participant(displayName: string): EmulatedParticipant;
  /** No network, as the browser knows: `network$` says so, requests and sockets fail. */
  goOffline(): void;
  /** The socket stays open, but nothing comes or goes on it. */
  hang(): void;
  /** The end of {@link goOffline} and {@link hang}. */
  comeBack(): void;
}
