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

/** Who is typing, kept up for those who subscribe while somebody is. */
export interface TypingIndicator {
  readonly typing$: Observable<readonly Participant[]>;
  /** Takes a new item. A message is read only if somebody is typing. */
  published(received: ReceivedItem): void;
  complete(): void;
}

const TYPING = eventType('typing');

/**
 * Nobody types yet; `whoIsTyping` finds out who does, from the first typing event on.
 *
 * @param sentSince - what the transcript has that was sent at a time or later: a message may have
 *   overtaken its typing event.
 */
export function typingIndicator(
  whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>,
  sentSince: (time: number) => Iterable<Pick<Entry, 'item'>>,
): TypingIndicator {
  const items$ = new Subject<ChatItem>();
  const typing$ = new ReplaySubject<readonly Participant[]>(1);
  let keptUp: Subscription | undefined;
  let isAnybodyTyping = false;
  typing$.next([]);

  const keepUp = () =>
    items$
      .pipe(
        whoIsTyping,
        skip(1), // nobody, as has been said
        tap((participants) => {
          isAnybodyTyping = participants.length > 0;
        }),
      )
      .subscribe(typing$);

  const isOvertaken = (item: ChatItem): boolean => {
    const { participant, time } = item;
    if (!isTimed(item)) return false;
    for (const { item: later } of sentSince(time.getTime())) {
      if (later.participant.id === participant.id && stopsTyping(later)) return true;
    }
    return false;
  };

  return {
    typing$: typing$.asObservable(),
    published: (received) => {
      if (received.isMessage) {
        if (isAnybodyTyping) items$.next(received.peek());
        return;
      }
      const { item } = received;
      if (item.contentType === TYPING) {
        if (isOvertaken(item)) return;
        keptUp ??= keepUp();
      }
      items$.next(item);
    },
    complete: () => {
      items$.complete();
      typing$.complete();
      keptUp?.unsubscribe();
    },
  };
}
