import {
  asyncScheduler,
  connect,
  EMPTY,
  endWith,
  filter,
  map,
  mergeMap,
  type MonoTypeOperatorFunction,
  type SchedulerLike,
  takeUntil,
  timer,
} from 'rxjs';
import type { ChatMessage } from '../wire/index.js';

/** How long a streamed message may take to its next piece, in milliseconds. */
const STALL_MS = 30_000;

/**
 * Finds streamed messages whose end does not come, among their pieces.
 *
 * - **Emits** the last piece of a message when none has followed it for 30 s.
 * - **Completes / errors** with the source; what is incomplete then is not waited for.
 * - **Unsubscribing** stops the timers.
 */
export const stalledPartials = (
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<ChatMessage> =>
  connect((messages$) =>
    messages$.pipe(
      mergeMap((message) => {
        if (message.raw.MessageMetadata?.MessageCompleted !== false) return EMPTY;
        const goesOn$ = messages$.pipe(
          filter(({ id }) => id === message.id),
          endWith(undefined),
        );
        return timer(STALL_MS, scheduler).pipe(
          map(() => message),
          takeUntil(goesOn$),
        );
      }),
    ),
  );
