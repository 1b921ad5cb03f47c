import {
  asyncScheduler,
  connect,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  of,
  type OperatorFunction,
  scan,
  type SchedulerLike,
  startWith,
  takeUntil,
  timer,
} from 'rxjs';
import { type ChatItem, eventType, isMessage, isTimed, type Participant } from '../wire/index.js';

/** Options of {@link whoIsTyping}. */
export interface WhoIsTypingOptions {
  /** How long a typing event lasts, in milliseconds. @defaultValue 12000 */
  readonly expiryMs?: number;
  /** The id of a participant to leave out, such as this one. @defaultValue none */
  readonly excludeId?: string;
  /** Clock for the expiry. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

interface TypingChange {
  readonly participant: Participant;
  readonly typing: boolean;
}

/**
 * The participants who are typing now. The service sends no "stopped typing": a typing event expires after
 * `expiryMs`, or with that participant's next message or leaving.
 *
 * - **Emits** an empty list on subscribe, then the list whenever it changes, in the order in which they began.
 * - **Completes** with the source, after an empty list if somebody was typing.
 * - **Errors** with the source.
 * - **Unsubscribing** stops the timers.
 */
export function whoIsTyping({
  expiryMs = 12_000,
  excludeId,
  scheduler = asyncScheduler,
}: WhoIsTypingOptions = {}): OperatorFunction<ChatItem, readonly Participant[]> {
  const changesOf = (item: ChatItem, news$: Observable<ChatItem>): Observable<TypingChange> => {
    const { participant } = item;
    const stopped: TypingChange = { participant, typing: false };
    if (!isTyping(item)) return of(stopped);
    return timer(expiryMs, scheduler).pipe(
      map(() => stopped),
      startWith<TypingChange>({ participant, typing: true }),
      takeUntil(news$.pipe(filter((next) => next.participant.id === participant.id))),
    );
  };

  return (source) =>
    defer(() =>
      source.pipe(
        filter(({ participant }) => participant.id !== excludeId && isSomebody(participant)),
        filter(changesTyping()),
        connect((news$) =>
          news$.pipe(
            mergeMap((item) => changesOf(item, news$)),
            scan(withChange, NOBODY),
            takeUntil(news$.pipe(ignoreElements(), endWith(undefined))),
          ),
        ),
        startWith(NOBODY),
        endWith(NOBODY),
        distinctUntilChanged((a, b) => a === b || (a.length === 0 && b.length === 0)),
      ),
    );
}

const NOBODY: readonly Participant[] = [];
const TYPING = eventType('typing');
const LEAVES: ReadonlySet<string> = new Set([
  eventType('participant.left'),
  eventType('participant.autodisconnection'),
]);

/** Without a name and an id, there is nobody to show. */
const isSomebody = ({ id, displayName }: Participant) => id !== '' || displayName !== '';
const isTyping = (item: ChatItem) => item.contentType === TYPING;
/** Whether whoever `item` is from types no longer. */
export const stopsTyping = (item: ChatItem): boolean =>
  isMessage(item) || LEAVES.has(item.contentType);

/**
 * Lets through typing events, unless the message they announced has overtaken them, and what ends the
 * typing of somebody who has begun to.
 */
function changesTyping(): (item: ChatItem) => boolean {
  const stoppedAt = new Map<string, number>();
  const begun = new Set<string>();
  return (item) => {
    const { id } = item.participant;
    const time = item.time.getTime();
    if (isTyping(item)) {
      const isNews = !isTimed(item) || time > (stoppedAt.get(id) ?? 0);
      if (isNews) begun.add(id);
      return isNews;
    }
    if (!stopsTyping(item)) return false;
    stoppedAt.set(id, Math.max(time, stoppedAt.get(id) ?? 0));
    return begun.delete(id);
  };
}

function withChange(
  typers: readonly Participant[],
  { participant, typing }: TypingChange,
): readonly Participant[] {
  const known = typers.some(({ id }) => id === participant.id);
  if (known === typing) return typers;
  return typing ? [...typers, participant] : typers.filter(({ id }) => id !== participant.id);
}
