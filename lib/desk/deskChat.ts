import { combineLatest, map, type Observable, startWith, tap, withLatestFrom } from 'rxjs';
import type { Chat, ConnectionState, TranscriptDelta } from '../lite.js';
import type { ServiceClock } from '../wire/index.js';
import { conversationBook } from './conversation.js';
import type { DeskChat } from './desk.js';

/** Once a connection is this old, in milliseconds, what it brings has just been said. */
const LIVE_AFTER_MS = 10_000;

/**
 * A chat as the desk shows it, without how long its customer has waited.
 *
 * - **On subscribe**: the present state. **Emits** whenever something in it changes.
 * - **Completes** when the chat's streams have.
 *
 * @param clock - is told of every item that comes.
 */
export function deskChat(chat: Chat, clock: ServiceClock, now: () => number): Observable<DeskChat> {
  const { contactId, participantId } = chat.details;
  const conversation$ = chat.transcriptChanges$.pipe(
    withLatestFrom(chat.connectionState$),
    tap(([delta, state]) => {
      setClock(clock, delta, isSettled(state, now()), now());
    }),
    map(([delta]) => delta),
    map(conversationBook(participantId)),
  );
  return combineLatest({
    conversation: conversation$,
    state: chat.connectionState$,
    unreadCount: chat.unreadCount$,
    typing: chat.typing$,
    ended: chat.ended$.pipe(startWith(undefined)),
  }).pipe(
    map(({ conversation: { waitingSince, ...conversation }, ...rest }) => ({
      contactId,
      chat,
      ...conversation,
      ...rest,
      waitingSince: waitingSince === undefined || rest.ended ? undefined : new Date(waitingSince),
      waitingMs: undefined,
    })),
  );
}

const isSettled = (state: ConnectionState, now: number) =>
  state.status === 'connected' && now - state.since.getTime() >= LIVE_AFTER_MS;

/** Only what comes behind all others may just have been said. */
function setClock(
  clock: ServiceClock,
  { edits, transcript }: TranscriptDelta,
  isLive: boolean,
  now: number,
): void {
  const last = edits.at(-1);
  const newest = transcript.at(-1);
  if (last?.type === 'removed' || !newest || newest.status === 'sending') return;
  const isAtEnd = last?.type === 'inserted' && last.index + last.items.length === transcript.size;
  clock.saw(newest.time.getTime(), now, isLive && isAtEnd);
}
