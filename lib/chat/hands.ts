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
/** Of how many participants the last item is remembered. */
const MAX_OVERTAKING = 100;

/** What has ended somebody's typing, or would have. */
type Stop = Pick<ReceivedEntry, 'time' | 'peek'>;

/** Nobody types yet; `whoIsTyping` finds out who does, from the first typing event on. */
export function handsOf(whoIsTyping: OperatorFunction<ChatItem, readonly Participant[]>): Hands {
  const items$ = new Subject<ChatItem>();
  const typing$ = new ReplaySubject<readonly Participant[]>(1);
  /** Of each, the newest stop that was not looked at: it may have overtaken its typing event. */
  const overtaking = new Map<string, Stop>();
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

  const remember = (participantId: string, stop: Stop) => {
    const known = overtaking.get(participantId);
    if (known && known.time > stop.time) return;
    overtaking.set(participantId, stop);
    if (overtaking.size > MAX_OVERTAKING) overtaking.delete(overtaking.keys().next().value ?? '');
  };

  return {
    typing$: typing$.asObservable(),
    arrived: (item) => {
      const { id } = item.participant;
      if (item.contentType === TYPING) {
        keptUp ??= keepUp();
        const stop = overtaking.get(id);
        if (stop) items$.next(stop.peek());
        overtaking.delete(id);
      }
      if (keptUp) items$.next(item);
      else if (stopsTyping(item)) remember(id, { time: item.time.getTime(), peek: () => item });
    },
    arrivedAs: (message) => {
      if (isAnybodyTyping) items$.next(message.peek());
      else remember(message.raw.ParticipantId ?? '', message);
    },
    complete: () => {
      items$.complete();
      typing$.complete();
      keptUp?.unsubscribe();
    },
  };
}
