import { Observable, type SchedulerLike } from 'rxjs';
import { listen, scheduleOnce } from '../rx/index.js';

/** What {@link openDeadline} needs. */
export interface OpenDeadlineOptions {
  /** Emits when a call of the service got no answer: the network may be dead. */
  readonly suspectDead$: Observable<unknown>;
  /** Emits when the device may have slept. */
  readonly check$: Observable<unknown>;
  readonly scheduler: SchedulerLike;
}

/** A socket that is not open by then is given up if calls get no answer either. In milliseconds. */
const SLOW_MS = 10_000;
/**
 * How long a socket may take to open otherwise, in milliseconds. After refusals, Firefox holds a new socket back
 * for up to 60 s, without an event, and then gives it 20 s. The service accepts a URL for 100 s.
 *
 * Source: Firefox, WebSocketChannel.cpp, `kWSReconnectMaxDelay` and `network.websocket.timeout.open`;
 * docs/protocol.md, "Lifetimes".
 */
const OPEN_TIMEOUT_MS = 90_000;

/**
 * Says when to give up a socket that is being opened.
 *
 * - **Emits** the reason: after 10 s if a call got no answer since the subscription, as soon as one gets none later,
 *   after 90 s in any case. `check$` compares the clock too, since timers stand still while a device sleeps.
 * - **Completes / errors** never.
 * - **Unsubscribing** stops the timers.
 */
export const openDeadline = ({
  suspectDead$,
  check$,
  scheduler,
}: OpenDeadlineOptions): Observable<string> =>
  new Observable((subscriber) => {
    const startedAt = scheduler.now();
    let isSlow = false;
    let isSuspected = false;
    const decide = () => {
      if (isSlow && isSuspected) subscriber.next('the network does not answer');
    };
    const isLate = () => {
      subscriber.next(`it did not open within ${OPEN_TIMEOUT_MS / 1_000} s`);
    };
    const slow = () => {
      isSlow = true;
      decide();
    };
    subscriber.add(scheduleOnce(SLOW_MS, scheduler, slow));
    subscriber.add(scheduleOnce(OPEN_TIMEOUT_MS, scheduler, isLate));
    listen(suspectDead$, subscriber, () => {
      isSuspected = true;
      decide();
    });
    listen(check$, subscriber, () => {
      if (scheduler.now() - startedAt >= OPEN_TIMEOUT_MS) isLate();
    });
  });
