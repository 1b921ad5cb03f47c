import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { WebSocket } from 'ws';

/** What a callback of amazon-connect-chatjs gets. */
export interface ChatJsEvent {
  readonly data?: {
    readonly Id?: string;
    readonly Type?: string;
    readonly Content?: string;
    readonly ContentType: string;
    readonly ParticipantRole?: string;
    readonly Attachments?: readonly {
      readonly AttachmentId: string;
      readonly AttachmentName: string;
    }[];
  } | null;
}

/** The part of a session of amazon-connect-chatjs that the specs use. */
export interface ChatJsSession {
  connect(): Promise<{ readonly connectSuccess: boolean }>;
  getTranscript(args: object): Promise<{
    readonly data: { readonly Transcript: readonly NonNullable<ChatJsEvent['data']>[] };
  }>;
  sendMessage(
    args: object,
  ): Promise<{ readonly data: { readonly Id: string; readonly AbsoluteTime: string } }>;
  sendEvent(args: object): Promise<unknown>;
  sendAttachment(args: { readonly attachment: File }): Promise<unknown>;
  downloadAttachment(args: { readonly attachmentId: string }): Promise<Blob>;
  disconnectParticipant(): Promise<unknown>;
  on(event: ChatJsCallback, handler: (event: ChatJsEvent) => void): void;
}

type ChatJsCallback =
  | 'onMessage'
  | 'onTranscriptUpdated'
  | 'onTyping'
  | 'onReadReceipt'
  | 'onDeliveredReceipt'
  | 'onConnectionEstablished'
  | 'onConnectionLost'
  | 'onConnectionBroken'
  | 'onEnded';

interface ChatJs {
  readonly ChatSession: {
    create(
      args: object,
    ): ChatJsSession & Record<ChatJsCallback, (handler: (event: ChatJsEvent) => void) => void>;
    setGlobalConfig(config: object): void;
  };
}

/**
 * amazon-connect-chatjs as it is published, in a global object of its own: what a page gives it is
 * there, and nothing it sets is seen outside.
 */
export class ChatJsPage {
  readonly #chatjs: ChatJs;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #sockets = new Set<WebSocket>();

  /**
   * @param globals - what the page has otherwise than usual
   * @param name - the package, for an older version
   */
  constructor(endpoint: string, globals: object = {}, name = 'amazon-connect-chatjs') {
    const page = createContext({ ...this.#globals(), ...globals });
    const file = require.resolve(name);
    runInContext('globalThis.window = globalThis.self = globalThis', page);
    runInContext(readFileSync(file, 'utf8'), page, { filename: file });
    this.#chatjs = (page as { connect: ChatJs }).connect;
    this.#chatjs.ChatSession.setGlobalConfig({
      endpoint,
      region: 'us-west-2',
      features: { messageReceipts: { shouldSendMessageReceipts: true, throttleTime: 100 } },
      loggerConfig: { useDefaultLogger: false },
    });
  }

  create(chatDetails: object): ChatJsSession {
    const session = this.#chatjs.ChatSession.create({
      chatDetails,
      type: 'CUSTOMER',
      disableCSM: true,
    });
    return Object.assign(session, {
      on: (event: ChatJsCallback, handler: (event: ChatJsEvent) => void) => session[event](handler),
    });
  }

  /** Leaves the page: no timer and no socket goes on. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.terminate();
  }

  #globals(): object {
    const timers = this.#timers;
    const sockets = this.#sockets;
    const kept = (timer: NodeJS.Timeout): NodeJS.Timeout => {
      timers.add(timer);
      return timer;
    };
    return {
      setTimeout: (task: () => void, delayMs?: number) => kept(setTimeout(task, delayMs)),
      setInterval: (task: () => void, delayMs?: number) => kept(setInterval(task, delayMs)),
      clearTimeout,
      clearInterval,
      WebSocket: class extends WebSocket {
        constructor(url: string) {
          super(url);
          sockets.add(this);
        }
      },
      navigator: { onLine: true, userAgent: 'Node', language: 'en' },
      document: { visibilityState: 'visible', addEventListener: () => {} },
      location: new URL('http://localhost/'),
      addEventListener: () => {},
      console: { log: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      AbortController,
      Blob,
      crypto,
      fetch,
      Headers,
      Request,
      Response,
      ReadableStream,
      TextDecoder,
      TextEncoder,
      Uint8Array,
      URL,
      URLSearchParams,
      XMLHttpRequest: undefined,
    };
  }
}
