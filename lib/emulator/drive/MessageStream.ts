import type { ChatService } from '../service/ChatService.js';
import { conflict } from '../service/ServiceError.js';
import { frameItem } from '../service/shapes.js';
import type { Participant, SentItem } from '../service/state.js';

/**
 * A message that comes in pieces. Pieces go over the sockets only, and only in chats that were started
 * with the ResponseMode INCREMENTAL; the transcript has the message once it is complete, whole and at the
 * time of its first piece. A stream that is never completed just stays.
 */
export class MessageStream {
  readonly messageId: string;
  readonly #service: ChatService;
  readonly #from: Participant;
  readonly #contentType: string;
  readonly #pieces = new Map<number, string>();
  #firstAt: string | undefined;
  #completed = false;

  constructor(service: ChatService, from: Participant, contentType: string) {
    service.join(from);
    this.messageId = service.environment.id();
    this.#service = service;
    this.#from = from;
    this.#contentType = contentType;
  }

  /** Sends the next piece. */
  send(piece: string): SentItem {
    return this.sendAs(this.#lastNumber() + 1, piece);
  }

  /** Sends `piece` as the chunk `number`, in turn or not. The first chunk is 1. */
  sendAs(number: number, piece: string): SentItem {
    this.#pieces.set(number, piece);
    return this.#send(piece, number, false);
  }

  /** Sends the whole text, by default all pieces in the order of their numbers. */
  complete(content = this.#joined()): SentItem {
    if (this.#completed) throw conflict('cannot complete the stream: it is complete already');
    this.#completed = true;
    const item = this.#send(content, this.#lastNumber() + 1, true);
    this.#service.keep(
      this.#from.contact,
      frameItem({
        ...item,
        MessageMetadata: undefined,
        AbsoluteTime: this.#firstAt ?? item.AbsoluteTime,
      }),
    );
    return item;
  }

  /** A chat that wants whole messages gets no pieces, and the whole one as any other message. */
  #send(content: string, number: number, completed: boolean): SentItem {
    const { contact } = this.#from;
    const inPieces = contact.responseMode === 'INCREMENTAL';
    const fields = {
      Type: 'MESSAGE',
      ContentType: this.#contentType,
      Content: content,
      ...(inPieces && {
        MessageMetadata: {
          ChunkNumber: number,
          MessageCompleted: completed,
        },
      }),
    };
    const item = { ...this.#service.item(contact, fields, this.#from), Id: this.messageId };
    if (inPieces) this.#firstAt ??= item.AbsoluteTime;
    if (inPieces || completed) this.#service.send(contact, item);
    return item;
  }

  #lastNumber(): number {
    return Math.max(0, ...this.#pieces.keys());
  }

  #joined(): string {
    return [...this.#pieces]
      .sort(([a], [b]) => a - b)
      .map(([, piece]) => piece)
      .join('');
  }
}
