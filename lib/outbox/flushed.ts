import {
  defer,
  filter,
  map,
  merge,
  NEVER,
  type Observable,
  type SchedulerLike,
  take,
  tap,
  timer,
} from 'rxjs';
import { ChatError, type ChatErrorCode } from '../api/index.js';

/** Messages are still waiting to be sent: the time is over, or the chat. */
export class FlushError extends ChatError {
  constructor(
    code: ChatErrorCode,
    because: string,
    /** How many messages the service has not confirmed. */
    readonly remaining: number,
  ) {
    const messages = remaining === 1 ? '1 message remains' : `${remaining} messages remain`;
    super(code, `cannot flush: ${because}, ${messages}`);
  }
}

/** What {@link flushed} needs. */
export interface FlushedOptions {
  /** How many messages wait to be sent: emits on subscribe and at each change, until the chat is over. */
  readonly waiting$: Observable<number>;
  /** Emits if the chat is over, with the error's code. */
  readonly stop$: Observable<'Ended' | 'NotConnected'>;
  /** The longest wait, in milliseconds. @defaultValue unlimited */
  readonly timeoutMs?: number | undefined;
  readonly scheduler: SchedulerLike;
}

/**
 * Waits until no message waits to be sent.
 *
 * - **Emits** once when none does, at once if that is so on subscribe, and completes.
 * - **Errors** with {@link FlushError}: `Network` after `timeoutMs`, the code of `stop$` when the chat is over.
 */
export const flushed = ({
  waiting$,
  stop$,
  timeoutMs,
  scheduler,
}: FlushedOptions): Observable<void> =>
  defer(() => {
    let remaining = 0;
    const none$ = waiting$.pipe(
      tap((length) => (remaining = length)),
      filter((length) => length === 0),
    );
    const stopped$ = stop$.pipe(
      map((code) => {
        const because = code === 'Ended' ? 'the chat has ended' : 'the chat was closed';
        throw new FlushError(code, because, remaining);
      }),
    );
    const late$ =
      timeoutMs === undefined
        ? NEVER
        : timer(timeoutMs, scheduler).pipe(
            map(() => {
              throw new FlushError('Network', `${timeoutMs} ms are over`, remaining);
            }),
          );
    return merge(none$, stopped$, late$).pipe(
      take(1),
      map(() => undefined),
    );
  });
