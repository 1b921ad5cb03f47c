import type { ConnectionState } from '../connection/index.js';
import { memoize } from '../rx/index.js';
import type { Chat } from './chat.js';

/** The members of a chat that need its engine; none needs `this`. */
export interface ChatEngine extends Omit<Chat, 'details' | typeof Symbol.dispose> {
  state(): ConnectionState;
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
    return this.engine().connectionState$;
  }
  get messages$() {
    return this.engine().messages$;
  }
  get partials$() {
    return this.engine().partials$;
  }
  get events$() {
    return this.engine().events$;
  }
  get transcript$() {
    return this.engine().transcript$;
  }
  get transcriptChanges$() {
    return this.engine().transcriptChanges$;
  }
  get typing$() {
    return this.engine().typing$;
  }
  get participants$() {
    return this.engine().participants$;
  }
  get receipts$() {
    return this.engine().receipts$;
  }
  get unreadCount$() {
    return this.engine().unreadCount$;
  }
  get heartbeat$() {
    return this.engine().heartbeat$;
  }
  get metrics$() {
    return this.engine().metrics$;
  }
  get unknown$() {
    return this.engine().unknown$;
  }
  get ended$() {
    return this.engine().ended$;
  }

  get connect() {
    return this.engine().connect;
  }
  get sendMessage() {
    return this.engine().sendMessage;
  }
  get resend() {
    return this.engine().resend;
  }
  get outgoing() {
    return this.engine().outgoing;
  }
  get flush() {
    return this.engine().flush;
  }
  get sendTyping() {
    return this.engine().sendTyping;
  }
  get sendEvent() {
    return this.engine().sendEvent;
  }
  get call() {
    return this.engine().call;
  }
  get getTranscript() {
    return this.engine().getTranscript;
  }
  get loadOlder() {
    return this.engine().loadOlder;
  }
  get describeView() {
    return this.engine().describeView;
  }
  get getAuthenticationUrl() {
    return this.engine().getAuthenticationUrl;
  }
  get cancelAuthentication() {
    return this.engine().cancelAuthentication;
  }
  get sendAttachment() {
    return this.engine().sendAttachment;
  }
  get downloadAttachment() {
    return this.engine().downloadAttachment;
  }
  get attachmentUrl() {
    return this.engine().attachmentUrl;
  }
  get attachmentLink() {
    return this.engine().attachmentLink;
  }
  get markRead() {
    return this.engine().markRead;
  }
  get markDelivered() {
    return this.engine().markDelivered;
  }
  get disconnect() {
    return this.engine().disconnect;
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
    if (this.isMade) return this.engine().state().status;
    return this.isClosed ? 'closed' : 'idle';
  }
}
