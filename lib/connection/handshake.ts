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
 * Subscribes the socket to the chat's items, and repeats the request until the service agrees.
 *
 * - **Emits** once, when the service has answered `success`, and completes.
 * - **Errors** with `Network` if it refused five repeats, or left three unanswered.
 * - **Unsubscribing** stops the timers.
 */
export const subscribeToChat = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  scheduler: SchedulerLike,
): Observable<void> =>
  new Observable((subscriber) => {
    let refused = 0;
    let unanswered = 0;
    let isPending = false;
    let timer: Subscription | undefined;

    const fail = (because: string) => {
      subscriber.error(new ChatError('Network', `cannot subscribe to the chat: ${because}`));
    };
    const request = () => {
      isPending = true;
      timer = scheduleOnce(ANSWER_TIMEOUT_MS, scheduler, () => {
        if (unanswered++ < MAX_UNANSWERED) request();
        else fail('the service does not answer');
      });
      send(SUBSCRIBE_FRAME);
    };
    subscriber.add(() => timer?.unsubscribe());
    listen(frames$, subscriber, (frame) => {
      if (frame.kind !== 'subscription' || !isPending) return;
      isPending = false;
      timer?.unsubscribe();
      if (frame.status === 'success') {
        subscriber.next();
        subscriber.complete();
      } else if (refused++ < MAX_REFUSED) {
        timer = scheduleOnce(REFUSED_DELAY_MS, scheduler, request);
      } else fail('the service refuses');
    });
    request();
  });
