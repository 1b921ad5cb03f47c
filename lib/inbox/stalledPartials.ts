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
 * Finds streamed messages whose end does not come.
 *
 * - **Emits** a message when it is still partial 30 s after it last grew.
 * - **Completes / errors** with the source; what is partial then is not waited for.
 * - **Unsubscribing** stops the timers.
 */
export const stalledPartials = (
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<ChatMessage> =>
  connect((messages$) =>
    messages$.pipe(
      mergeMap((message) => {
        if (!message.partial) return EMPTY;
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
