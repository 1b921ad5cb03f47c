import {
  type Observable,
  type OperatorFunction,
  ReplaySubject,
  skip,
  Subject,
  type Subscription,
  tap,
} from 'rxjs';
import { type ReceivedEntry, stopsTyping } from '../inbox/index.js';
import { type ChatItem, eventType, type Participant } from '../wire/index.js';

/** Who is typing, kept up for those who subscribe while somebody is. */
export interface Hands {
  readonly typing$: Observable<readonly Participant[]>;
  arrived(item: ChatItem): void;
  /** As `arrived`, of a message: it is looked at only where it may say something of typing. */
  arrivedAs(message: ReceivedEntry): void;
  complete(): void;
}

const TYPING = eventType('typing');

/** Nobody types yet; `whoIsTyping` finds out who does, from the first typing event on. */
export function handsOf(whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>): Hands {
  const items$ = new Subject<ChatItem>();
  const typing$ = new ReplaySubject<readonly Participant[]>(1);
  /** Of each, the last item that was not looked at: it may have overtaken its typing event. */
  const overtaking = new Map<string, Pick<ReceivedEntry, 'peek'>>();
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

  return {
    typing$: typing$.asObservable(),
    arrived: (item) => {
      if (item.contentType === TYPING) {
        keptUp ??= keepUp();
        const last = overtaking.get(item.participant.id);
        if (last) items$.next(last.peek());
        overtaking.delete(item.participant.id);
      }
      if (keptUp) items$.next(item);
      else if (stopsTyping(item)) overtaking.set(item.participant.id, { peek: () => item });
    },
    arrivedAs: (message) => {
      if (isAnybodyTyping) items$.next(message.peek());
      else overtaking.set(message.raw.ParticipantId ?? '', message);
    },
    complete: () => {
      items$.complete();
      typing$.complete();
      keptUp?.unsubscribe();
    },
  };
}
