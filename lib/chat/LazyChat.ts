import type { ConnectionState } from '../connection/index.js';
import { memoize } from '../rx/index.js';
import type { Chat } from './chat.js';
import type { Commands } from './commands/createCommands.js';
import type { ChatStreams } from './streams.js';

/** What a chat is made of when it is used; its functions need no `this`. */
export interface ChatEngine extends Pick<Chat, 'connect' | 'close'> {
  readonly streams: ChatStreams;
  readonly commands: () => Commands;
}

const inspected: unique symbol = Symbol.for('nodejs.util.inspect.custom');
/** Older environments have no such symbol; a new one names a method that nobody calls. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol();

/**
 * A chat whose engine is made when it is first used, so that a process can hold many chats that are not.
 *
 * Members are accessors of functions and streams that need no `this`: `const { sendMessage } = chat` works, and so
 * does a chat in a Proxy, such as Vue's `ref(chat)`, which private fields would not let through.
 */
export class LazyChat implements Chat {
  static {
    // A test or an app may put a member of its own in the place of one, as in any object.
    const members = Object.getOwnPropertyDescriptors(this.prototype) as PropertyDescriptorMap;
    for (const [name, member] of Object.entries(members)) {
      if (!member.get) continue;
      Object.defineProperty(this.prototype, name, {
        ...member,
        set(value: unknown) {
          const own = { value, writable: true, configurable: true, enumerable: true };
          Object.defineProperty(this, name, own);
        },
      });
    }
  }

  private readonly engine: () => ChatEngine;
  private isMade = false;
  private isClosed = false;

  constructor(
    readonly details: Chat['details'],
    make: () => ChatEngine,
  ) {
    this.engine = memoize(() => {
      this.isMade = true;
      const engine = make();
      if (this.isClosed) engine.close();
      return engine;
    });
  }

  get connectionState$() {
    return this.engine().streams.connectionState$;
  }
  get messages$() {
    return this.engine().streams.messages$;
  }
  get partials$() {
    return this.engine().streams.partials$;
  }
  get events$() {
    return this.engine().streams.events$;
  }
  get transcript$() {
    return this.engine().streams.transcript$;
  }
  get transcriptChanges$() {
    return this.engine().streams.transcriptChanges$;
  }
  get typing$() {
    return this.engine().streams.typing$;
  }
  get participants$() {
    return this.engine().streams.participants$;
  }
  get receipts$() {
    return this.engine().streams.receipts$;
  }
  get unreadCount$() {
    return this.engine().streams.unreadCount$;
  }
  get heartbeat$() {
    return this.engine().streams.heartbeat$;
  }
  get metrics$() {
    return this.engine().streams.metrics$;
  }
  get unknown$() {
    return this.engine().streams.unknown$;
  }
  get ended$() {
    return this.engine().streams.ended$;
  }

  get connect() {
    return this.engine().connect;
  }
  get sendMessage() {
    return this.engine().commands().sendMessage;
  }
  get resend() {
    return this.engine().commands().resend;
  }
  get outgoing() {
    return this.engine().commands().outgoing;
  }
  get flush() {
    return this.engine().commands().flush;
  }
  get sendTyping() {
    return this.engine().commands().sendTyping;
  }
  get sendEvent() {
    return this.engine().commands().sendEvent;
  }
  get call() {
    return this.engine().commands().call;
  }
  get getTranscript() {
    return this.engine().commands().getTranscript;
  }
  get loadOlder() {
    return this.engine().commands().loadOlder;
  }
  get describeView() {
    return this.engine().commands().describeView;
  }
  get getAuthenticationUrl() {
    return this.engine().commands().getAuthenticationUrl;
  }
  get cancelAuthentication() {
    return this.engine().commands().cancelAuthentication;
  }
  get sendAttachment() {
    return this.engine().commands().sendAttachment;
  }
  get downloadAttachment() {
    return this.engine().commands().downloadAttachment;
  }
  get attachmentUrl() {
    return this.engine().commands().attachmentUrl;
  }
  get attachmentLink() {
    return this.engine().commands().attachmentLink;
  }
  get markRead() {
    return this.engine().commands().markRead;
  }
  get markDelivered() {
    return this.engine().commands().markDelivered;
  }
  get disconnect() {
    return this.engine().commands().disconnect;
  }

  readonly close = (): void => {
    if (this.isMade) this.engine().close();
    this.isClosed = true;
  };

  [dispose](): void {
    this.close();
  }

  /** What `JSON.stringify` writes, and Node's `console.log`: no token, and nothing of the engine. */
  toJSON(): object {
    const { contactId, participantId } = this.details;
    return { contactId, participantId, status: this.status };
  }

  [inspected](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `Chat ${inspect(this.toJSON(), options)}`;
  }

  private get status(): ConnectionState['status'] {
    if (this.isMade) return this.engine().streams.state.status;
    return this.isClosed ? 'closed' : 'idle';
  }
}
