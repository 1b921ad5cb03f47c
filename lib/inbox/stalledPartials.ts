import {
  asyncScheduler,
  filter,
  groupBy,
  mergeMap,
  type MonoTypeOperatorFunction,
  of,
  type SchedulerLike,
  switchMap,
  takeLast,
  timer,
} from 'rxjs';
import type { ChatMessage } from '../wire/index.js';

/** How long a streamed message may take to its next piece, in milliseconds. */
const STALL_MS = 30_000;

/**
 * Finds streamed messages whose end does not come.
 *
 * - **Emits** a message when it is still partial 30 s after it last grew.
 * - **Completes / errors** with the source; on completion, messages that are still partial come first.
 * - **Unsubscribing** stops the timers.
 */
export const stalledPartials = (
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<ChatMessage> => {
  // A group ends with its message's completion, or when it stalls: its last element tells which.
  const over = (message: ChatMessage) => (message.partial ? timer(STALL_MS, scheduler) : of(0));
  return (messages$) =>
    messages$.pipe(
      groupBy(({ id }) => id, { duration: (ofOne$) => ofOne$.pipe(switchMap(over)) }),
      mergeMap((ofOne$) =>
        ofOne$.pipe(
          takeLast(1),
          filter((message) => message.partial === true),
        ),
      ),
    );
};
