import { type Chat, type ChatMessage, type SentMessage } from 'rx-connect-chat';
import { distinctUntilChanged, map, merge, type Observable } from 'rxjs';

/** What a page shows of a message. */
export interface Line {
  readonly who: string;
  readonly text: string;
}

/** What an app has between its pages and a chat. */
export class SupportChat {
  readonly lines$: Observable<Line>;
  /** Such as `Bea is typing`. */
  readonly hint$: Observable<string>;
  readonly #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
    const me = chat.details.participantId;
    this.lines$ = chat.messages$.pipe(
      map(({ participant, content }: ChatMessage) => ({
        who: participant.id === me ? 'You' : participant.displayName,
        text: content,
      })),
    );
    this.hint$ = merge(
      chat.typing$.pipe(map(([first]) => (first ? `${first.displayName} is typing` : ''))),
      chat.ended$.pipe(map(() => 'The chat has ended')),
    ).pipe(distinctUntilChanged());
  }

  send(text: string): Observable<SentMessage> {
    return this.#chat.sendMessage(text.trim());
  }
}
