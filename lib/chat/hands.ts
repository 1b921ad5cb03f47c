import { type Observable, type OperatorFunction, ReplaySubject, Subject, tap } from 'rxjs';
import type { ReceivedEntry } from '../inbox/index.js';
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

/** Nobody types yet; `whoIsTyping` finds out who does. */
export function handsOf(whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>): Hands {
  const items$ = new Subject<ChatItem>();
  const typing$ = new ReplaySubject<readonly Participant[]>(1);
  /** Of each, the last message that was not looked at: it may have overtaken its typing event. */
  const overtaking = new Map<string, ReceivedEntry>();
  let isAnybodyTyping = false;

  const keptUp = items$
    .pipe(
      whoIsTyping,
      tap((participants) => {
        isAnybodyTyping = participants.length > 0;
      }),
    )
    .subscribe(typing$);

  return {
    typing$: typing$.asObservable(),
    arrived: (item) => {
      if (item.contentType === TYPING) {
        const message = overtaking.get(item.participant.id);
        if (message) items$.next(message.peek());
        overtaking.delete(item.participant.id);
      }
      items$.next(item);
    },
    arrivedAs: (message) => {
      if (isAnybodyTyping) items$.next(message.peek());
      else overtaking.set(message.raw.ParticipantId ?? '', message);
    },
    complete: () => {
      items$.complete();
      keptUp.unsubscribe();
    },
  };
}
