import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
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
  new Observable((subscriber) => {
    let refused = 0;
    let unanswered = 0;
    let isAsking = false;
    let waiting: Subscription | undefined;

    const fail = (because: string) => {
      subscriber.error(new ChatError('Network', `cannot subscribe to the chat: ${because}`));
    };
    const ask = () => {
      isAsking = true;
      waiting = scheduleOnce(ANSWER_TIMEOUT_MS, scheduler, () => {
        if (unanswered++ < MAX_UNANSWERED) ask();
        else fail('the service does not answer');
      });
      send(SUBSCRIBE_FRAME);
    };

    subscriber.add(() => waiting?.unsubscribe());
    listen(frames$, subscriber, (frame) => {
      if (frame.kind !== 'subscription' || !isAsking) return;
      isAsking = false;
      waiting?.unsubscribe();
      if (frame.status === 'success') {
        subscriber.next();
        subscriber.complete();
      } else if (refused++ < MAX_REFUSED) {
        waiting = scheduleOnce(REFUSED_DELAY_MS, scheduler, ask);
      } else fail('the service refuses');
    });
    ask();
  });
