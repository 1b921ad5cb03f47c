import {
  defer,
  filter,
  map,
  merge,
  NEVER,
  type Observable,
  retry,
  type SchedulerLike,
  take,
  throwError,
  timeout,
  TimeoutError,
  timer,
} from 'rxjs';
import { ChatError } from '../participant/index.js';
import { type Frame, SUBSCRIBE_FRAME } from '../wire/index.js';

/** Source: docs/protocol.md, "Websocket"; times in milliseconds. */
const ANSWER_TIMEOUT_MS = 1_000;
const MAX_UNANSWERED = 3;
const REFUSED_DELAY_MS = 500;
const MAX_REFUSED = 5;

/**
 * Asks for the chat's items until the service agrees.
 *
 * - **Emits** once, when the service has answered `success`, and completes.
 * - **Errors** with `Network` when it refused five repeats, or left three unanswered.
 */
export const subscribeToChat = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  scheduler: SchedulerLike,
): Observable<void> =>
  defer(() => {
    let refused = 0;
    let unanswered = 0;
    const again = (error: unknown) => {
      if (error instanceof TimeoutError) {
        return unanswered++ < MAX_UNANSWERED ? [undefined] : failed('the service does not answer');
      }
      return refused++ < MAX_REFUSED
        ? timer(REFUSED_DELAY_MS, scheduler)
        : failed('the service refuses');
    };
    return merge(
      frames$.pipe(filter((frame) => frame.kind === 'subscription')),
      defer(() => {
        send(SUBSCRIBE_FRAME);
        return NEVER;
      }),
    ).pipe(
      take(1),
      timeout({ first: ANSWER_TIMEOUT_MS, scheduler }),
      map(({ status }) => {
        if (status !== 'success') throw new Error(status);
      }),
      retry({ delay: again }),
    );
  });

const failed = (because: string) =>
  throwError(() => new ChatError('Network', `cannot subscribe to the chat: ${because}`));
