import {
  type Observable,
  type OperatorFunction,
  ReplaySubject,
  skip,
  Subject,
  type Subscription,
  tap,
} from 'rxjs';
import { type Entry, type ReceivedItem, stopsTyping } from '../inbox/index.js';
import { type ChatItem, eventType, isTimed, type Participant } from '../wire/index.js';

const TYPING = eventType('typing');

/** What the transcript has that was sent at a time or later: a message may have overtaken its typing event. */
export interface SentItems {
  sentSince(time: number): Iterable<Pick<Entry, 'item'>>;
}

/** Who is typing, kept up for late subscribers from the first typing event on. */
export class TypingIndicator {
  /** Emits who is typing on subscribe, nobody at first, and each change; completes with {@link complete}. */
  readonly typing$: Observable<readonly Participant[]>;
  readonly #whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>;
  readonly #sent: SentItems;
  readonly #items$ = new Subject<ChatItem>();
  readonly #typing$ = new ReplaySubject<readonly Participant[]>(1);
  #keptUp: Subscription | undefined;
  #isAnybodyTyping = false;

  constructor(whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>, sent: SentItems) {
    this.#whoIsTyping = whoIsTyping;
    this.#sent = sent;
    this.#typing$.next([]);
    this.typing$ = this.#typing$.asObservable();
  }

  /** Takes a new item. A message is read only if somebody is typing. */
  published(received: ReceivedItem): void {
    if (received.isMessage) {
      if (this.#isAnybodyTyping) this.#items$.next(received.peek());
      return;
    }
    const { item } = received;
    if (item.contentType === TYPING) {
      if (this.#isOvertaken(item)) return;
      this.#keptUp ??= this.#keepUp();
    }
    this.#items$.next(item);
  }

  complete(): void {
    this.#items$.complete();
    this.#typing$.complete();
    this.#keptUp?.unsubscribe();
  }

  #keepUp(): Subscription {
    return this.#items$
      .pipe(
        this.#whoIsTyping,
        skip(1), // nobody, which has been emitted
        tap((participants) => {
          this.#isAnybodyTyping = participants.length > 0;
        }),
      )
      .subscribe(this.#typing$);
  }

  #isOvertaken(item: ChatItem): boolean {
    const { participant, time } = item;
    if (!isTimed(item)) return false;
    for (const { item: later } of this.#sent.sentSince(time.getTime())) {
      if (later.participant.id === participant.id && stopsTyping(later)) return true;
    }
    return false;
  }
}
