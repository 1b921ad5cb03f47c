import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import { type Frame, HEARTBEAT_FRAME, PING_FRAME } from '../wire/index.js';

/** Whether the socket (`shallow`) or the whole path to the service (`deep`) answered. */
export interface Heartbeat {
  readonly kind: 'shallow' | 'deep';
  readonly ok: boolean;
  /** Milliseconds since it was asked; of one that stayed unanswered, since it was asked in vain. */
  readonly ms: number;
}

/** Source: docs/protocol.md, "Websocket". */
const INTERVAL_MS = 10_000;
/** How long a socket may take to answer when it is checked out of turn, after a sleep for example. */
const CHECK_MS = 2_000;

/**
 * Asks at once and then every 10 s whether the socket and the path behind it live.
 *
 * - **Emits** each answer, and each deep heartbeat that stayed unanswered.
 * - **Errors** with `Network` when a heartbeat is unanswered as the next is due, or 2 s after
 *   `check$` asked for one out of turn: the socket is dead, though nobody said so.
 * - **Unsubscribing** stops the timers.
 */
export const heartbeats = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  check$: Observable<unknown>,
  scheduler: SchedulerLike,
): Observable<Heartbeat> =>
  new Observable((subscriber) => {
    let sentAt = 0;
    let shallowDue = false;
    let deepDue = false;
    let beating: Subscription | undefined;
    let checking: Subscription | undefined;

    const stopped = () => {
      subscriber.error(new ChatError('Network', 'cannot keep the socket: its heartbeat stopped'));
    };
    const beat = (isFirst: boolean) => {
      const missed = deepDue && !isFirst;
      const askedAt = sentAt;
      shallowDue = deepDue = true;
      sentAt = scheduler.now();
      send(HEARTBEAT_FRAME);
      send(PING_FRAME);
      if (missed) subscriber.next({ kind: 'deep', ok: false, ms: sentAt - askedAt });
    };
    const beatFromNowOn = () => {
      let isFirst = true;
      beating?.unsubscribe();
      beating = scheduler.schedule(function () {
        if (shallowDue && !isFirst) {
          stopped();
          return;
        }
        beat(isFirst);
        isFirst = false;
        this.schedule(undefined, INTERVAL_MS);
      });
    };
    const check = () => {
      if (checking) return;
      checking = scheduleOnce(CHECK_MS, scheduler, () => {
        checking = undefined;
        if (shallowDue) stopped();
      });
      beatFromNowOn();
    };
    const answer = (frame: Frame) => {
      const ms = scheduler.now() - sentAt;
      if (frame.kind === 'heartbeat') {
        shallowDue = false;
        subscriber.next({ kind: 'shallow', ok: true, ms });
      } else if (frame.kind === 'ping') {
        deepDue = false;
        subscriber.next({ kind: 'deep', ok: frame.ok, ms });
      }
    };

    subscriber.add(() => {
      beating?.unsubscribe();
      checking?.unsubscribe();
    });
    listen(frames$, subscriber, answer);
    listen(check$, subscriber, check);
    beatFromNowOn();
  });
