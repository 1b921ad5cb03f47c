import { type ChatMessage, textOf } from '../wire/index.js';
import { AFTER_ALL, asReceived, type Entries, type Entry } from './entries.js';

/** Own messages that the service has not sent back yet, by client token. */
export class PendingMessages {
  readonly #entries: Entries;
  /** In the order in which they were given. */
  readonly #pending = new Map<string, Entry>();
  /** Those of them that have been requested, so that the service may have them: mostly one. */
  readonly #inFlight = new Set<string>();
  readonly #failed = new Map<string, Entry>();
  /** Those that have failed before and are being resent. */
  readonly #resent = new Map<string, Entry>();
  /** Those that the service sent back before it answered the request, and under which id. */
  readonly #echoes = new Map<string, { readonly id: string; readonly draft: ChatMessage }>();

  /** @param entries - holds the messages, and records what changes of them. */
  constructor(entries: Entries) {
    this.#entries = entries;
  }

  /** Adds a message; its id is its client token. */
  add(message: ChatMessage): void {
    const failure = this.#takeFailure(message.id);
    if (failure) {
      this.#resent.set(message.id, failure);
      this.#inFlight.add(message.id);
    }
    this.#pending.set(message.id, this.#entries.insertLast(message));
  }

  /** The message was requested: from now on the service may send it back before it answers. */
  requested(clientToken: string): void {
    if (this.#pending.has(clientToken)) this.#inFlight.add(clientToken);
  }

  /**
   * Matches `message` with an own message that is in flight, or of which all answers were lost. Returns
   * that one as it was given; it is no longer pending.
   */
  matchEcho(message: ChatMessage): ChatMessage | undefined {
    for (const clientToken of this.#inFlight) {
      if (!hasSameContent(this.#pending.get(clientToken), message)) continue;
      const draft = this.#take(clientToken);
      if (draft) this.#echoes.set(clientToken, { id: message.id, draft });
      return draft;
    }
    for (const [clientToken, entry] of this.#failed) {
      if (!hasSameContent(entry, message)) continue;
      this.#takeFailure(clientToken);
      return messageOf(entry);
    }
    return undefined;
  }

  /** The id under which the service sent the message back before it answered the request. */
  echoOf(clientToken: string): string | undefined {
    return this.#echoes.get(clientToken)?.id;
  }

  /** Removes the message from the pending ones, and returns it if it was one of them. */
  settle(clientToken: string): ChatMessage | undefined {
    this.#echoes.delete(clientToken);
    return this.#take(clientToken);
  }

  /** Cancels the message. If it had failed before, it has failed again. */
  withdraw(clientToken: string): void {
    const failure = this.#resent.get(clientToken);
    this.settle(clientToken);
    if (failure) this.#keepFailure(messageOf(failure), failure.time);
  }

  /** The message stays in the transcript as failed, at the place where that happened. */
  fail(clientToken: string, error: Error): void {
    const message = this.#take(clientToken) ?? this.#echoes.get(clientToken)?.draft;
    if (message === undefined) return;
    this.#echoes.delete(clientToken);
    this.restoreFailure({ ...message, status: 'failed', error });
  }

  /** Adds a message that has failed, after the newest item; if there is none yet, after all that come. */
  restoreFailure(failed: ChatMessage): void {
    this.#keepFailure(failed, this.#entries.newestTime || AFTER_ALL);
  }

  /** The message that has failed under `clientToken`. */
  failure(clientToken: string): ChatMessage | undefined {
    const entry = this.#failed.get(clientToken);
    return entry && messageOf(entry);
  }

  #take(clientToken: string): ChatMessage | undefined {
    const entry = this.#pending.get(clientToken);
    if (entry === undefined) return undefined;
    this.#pending.delete(clientToken);
    this.#inFlight.delete(clientToken);
    this.#resent.delete(clientToken);
    this.#entries.remove(entry);
    return messageOf(entry);
  }

  #takeFailure(clientToken: string): Entry | undefined {
    const entry = this.#failed.get(clientToken);
    if (entry === undefined) return undefined;
    this.#failed.delete(clientToken);
    this.#entries.remove(entry);
    return entry;
  }

  #keepFailure(message: ChatMessage, time: number): void {
    const entry = this.#entries.insert(asReceived(message), 'live', time);
    this.#failed.set(message.id, entry);
  }
}

const messageOf = ({ item }: Entry) => item as ChatMessage;

const hasSameContent = (entry: Entry | undefined, { content, contentType, raw }: ChatMessage) =>
  entry !== undefined &&
  entry.item.content === content &&
  entry.item.contentType === contentType &&
  ['', entry.item.participant.role].includes(textOf(raw.ParticipantRole));
