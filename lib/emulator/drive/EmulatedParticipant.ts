import { event, receipt, rename, say, typing } from '../service/acts.js';
import { completeAttachment, startAttachment, storeAttachment } from '../service/attachments.js';
import type { ChatService } from '../service/ChatService.js';
import { conflict } from '../service/ServiceError.js';
import { issueCredentials } from '../service/operations/connection.js';
import {
  isServed,
  type Participant,
  type ParticipantRole,
  type SentItem,
  type View,
} from '../service/state.js';
import { MessageStream } from './MessageStream.js';

const INTERACTIVE = 'application/vnd.amazonaws.connect.message.interactive';

/** What a client connects with: the `chatDetails` of createChat and of amazon-connect-chatjs. */
export interface EmulatedChatDetails {
  readonly contactId: string;
  readonly initialContactId: string;
  readonly participantId: string;
  readonly participantToken: string;
}

/** A connection token in the form in which Streams has it: `participantToken` is one. */
export interface EmulatedConnectionToken {
  readonly chatTokenTransport: { readonly participantToken: string; readonly expiry: string };
}

export interface EmulatedMessage {
  readonly content: string;
  /** @defaultValue text/plain */
  readonly contentType?: string | undefined;
}

export interface EmulatedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/**
 * A participant driven from code. Its first act announces it with `participant.joined`, if it was not
 * yet. Every act throws a ServiceError ConflictException once the chat has ended, and for anybody but a
 * customer once the participant has left. Limits on contents do not hold here: only clients are held to them.
 */
export class EmulatedParticipant {
  readonly #service: ChatService;
  readonly #participant: Participant;

  constructor(service: ChatService, participant: Participant) {
    this.#service = service;
    this.#participant = participant;
  }

  get id(): string {
    return this.#participant.id;
  }

  get role(): ParticipantRole {
    return this.#participant.role;
  }

  get displayName(): string {
    return this.#participant.displayName;
  }

  /** Whether it takes part now. */
  get present(): boolean {
    return this.#participant.joined && !this.#participant.left;
  }

  /** With these a real client connects as this participant. */
  get details(): EmulatedChatDetails {
    const { id, token, contact, contactId } = this.#participant;
    return {
      contactId,
      initialContactId: contact.initialContactId,
      participantId: id,
      participantToken: token,
    };
  }

  /** What amazon-connect-streams' `getConnectionToken()` answers for this participant. */
  connectionToken(): EmulatedConnectionToken {
    const { ConnectionToken, Expiry } = issueCredentials(
      this.#service,
      this.#active('give a connection token'),
    );
    return { chatTokenTransport: { participantToken: ConnectionToken, expiry: Expiry } };
  }

  /** Sends a message and answers it. */
  say(message: string | EmulatedMessage): SentItem {
    const { content, contentType = 'text/plain' } =
      typeof message === 'string' ? { content: message } : message;
    return say(this.#service, this.#active('say'), content, contentType);
  }

  /**
   * Shows a view of a step-by-step guide, filled with `viewData`: a message with the token with which
   * DescribeView finds it.
   */
  showView(view: View, viewData: object = {}): SentItem {
    const from = this.#active('show a view');
    const viewToken = this.#service.environment.id();
    from.contact.views.set(viewToken, view);
    const content = JSON.stringify({
      templateType: 'ViewResource',
      version: '1.0',
      data: { content: { viewId: view.Id, viewToken, viewData: JSON.stringify(viewData) } },
    });
    return say(this.#service, from, content, INTERACTIVE);
  }

  type(): SentItem {
    return typing(this.#service, this.#active('type'));
  }

  /** Sends a read receipt. @throws ServiceError ValidationException where no such message is known */
  read(messageId: string): SentItem {
    return receipt(this.#service, this.#active('read'), 'read', messageId);
  }

  /** Sends a delivered receipt. @throws ServiceError ValidationException where no such message is known */
  deliver(messageId: string): SentItem {
    return receipt(this.#service, this.#active('deliver'), 'delivered', messageId);
  }

  /** Sends a file; answers its item, with the id of the attachment. */
  attach({ name, contentType, content }: EmulatedAttachment): SentItem {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const owner = this.#active('attach');
    const attachment = startAttachment(this.#service, owner, {
      name,
      contentType,
      size: bytes.length,
    });
    storeAttachment(this.#service, attachment, bytes);
    return completeAttachment(this.#service, attachment);
  }

  /**
   * Begins a message that comes in pieces, as bots send them, with those already known. Clients take
   * streams for what they are from the role `SYSTEM`.
   */
  stream(
    pieces: readonly string[] = [],
    { contentType = 'text/plain' }: { readonly contentType?: string } = {},
  ): MessageStream {
    const stream = new MessageStream(this.#service, this.#active('stream'), contentType);
    for (const piece of pieces) stream.send(piece);
    return stream;
  }

  /** Sends any event, by its name such as `participant.idle`. */
  event(name: string, content?: string): SentItem {
    const from = this.#active('send an event');
    this.#service.join(from);
    return event(this.#service, from.contact, name, { from, content });
  }

  /** Leaves. If that is the customer, the flow ends the chat a moment later, unless it was started to go on. */
  leave(): void {
    this.#service.leave(this.#participant);
  }

  /** Takes another name, and says so with `participant.displayname.updated`. */
  rename(displayName: string): void {
    rename(this.#service, this.#active('rename'), displayName);
  }

  #active(act: string): Participant {
    if (this.#participant.contact.endedAt !== undefined)
      throw conflict(`cannot ${act}: the chat has ended`);
    if (!isServed(this.#participant)) throw conflict(`cannot ${act}: the participant has left`);
    return this.#participant;
  }
}
