import type { ParticipantApi } from '../lite.js';
import type { ChatClient } from './chatClient.js';
import type { ConnectionStatus } from './connectionStatus.js';
import type { CsmService } from './csmService.js';
import type { ChatDetailsInput } from './details.js';
import type { ChatGlobalConfig } from './globalConfig.js';
import type { LogLevel } from './logManager.js';
import type { AgentChatSession, CustomerChatSession } from './sessionTypes.js';

/** `connect.ChatJS`: which library this is. */
export interface ChatJSObject {
  readonly version: string;
  readonly name: string;
  readonly source: string;
  readonly repository: string;
  readonly build: {
    readonly timestamp: string;
    readonly environment: 'production' | 'development';
  };
}

export interface ChatSessionTypes {
  readonly AGENT: 'AGENT';
  readonly CUSTOMER: 'CUSTOMER';
}

export type ChatLogLevel = typeof LogLevel;

/** What a page extends, or gives, to log in its own way. */
export interface ChatLogger {
  debug(...message: unknown[]): void;
  info(...message: unknown[]): void;
  warn(...message: unknown[]): void;
  error(...message: unknown[]): void;
}

export type NetworkLinkStatus = { readonly [Status in ConnectionStatus]: Status };

export interface ChatSessionOptions {
  /** Counts more than the global one. @defaultValue the global one, else us-west-2 */
  readonly region?: string | undefined;
  /** Serves instead of the Participant Service. */
  readonly customChatClient?: ChatClient | null | undefined;
  /** The same as the port of `createChat`, such as `createSdkApi({ region })`; it counts most. */
  readonly api?: ParticipantApi | undefined;
  /** Kept for compatibility; they change nothing. */
  readonly stage?: string | undefined;
  readonly cell?: string | undefined;
}

/** What `connect.ChatSession.create` takes. */
export interface ChatSessionArgs {
  /** What StartChatContact answered, Streams' media info, or either as JSON text. */
  readonly chatDetails: ChatDetailsInput | string;
  /** @defaultValue AGENT */
  readonly type?: 'AGENT' | 'CUSTOMER' | undefined;
  readonly options?: ChatSessionOptions | undefined;
  /**
   * Streams' `connect.core.getWebSocketManager()`, whose published type is not what it is.
   * @defaultValue none: a socket of its own
   */
  readonly websocketManager?: object | undefined;
  /** Whether nothing of this session goes to the sink of `csmConfig`. @defaultValue false */
  readonly disableCSM?: boolean | undefined;
}

export interface CustomerChatSessionArgs extends ChatSessionArgs {
  readonly type: 'CUSTOMER';
}

export interface AgentChatSessionArgs extends ChatSessionArgs {
  readonly type?: 'AGENT' | undefined;
}

/** `connect.ChatSession`. */
export interface ChatSessionObject {
  /**
   * Makes a session; it does nothing until it is connected.
   *
   * @throws IllegalArgument naming what is missing or wrong.
   */
  create(args: AgentChatSessionArgs): AgentChatSession;
  // The last, since `ReturnType<typeof create>` is what the last overload returns.
  create(args: CustomerChatSessionArgs): CustomerChatSession;
  /** For sessions made from now on, receipts on or off for all; what is left out stays as it was. */
  setGlobalConfig(config: ChatGlobalConfig): void;
  setFeatureFlag(flag: string): void;
  /** For sessions made from now on, above every other region; `null` lifts it. */
  setRegionOverride(region: string | null): void;
  readonly LogLevel: ChatLogLevel;
  /** A class; its methods are declared on it as well, as by amazon-connect-chatjs. */
  readonly Logger: (new () => ChatLogger) & ChatLogger;
  readonly SessionTypes: ChatSessionTypes;
  readonly csmService: CsmService;
  readonly ChatClient: typeof ChatClient;
}
