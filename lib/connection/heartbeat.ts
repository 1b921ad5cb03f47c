import {
  defer,
  EMPTY,
  exhaustMap,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  type SchedulerLike,
  startWith,
  switchMap,
  timer,
} from 'rxjs';
import { ChatError } from '../participant/index.js';
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
 * - **Unsubscribing** stops the timer.
 */
export const heartbeats = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  check$: Observable<unknown>,
  scheduler: SchedulerLike,
): Observable<Heartbeat> =>
  defer(() => {
    let sentAt = 0;
    let shallowDue = false;
    let deepDue = false;

    const beats$ = check$.pipe(
      exhaustMap(() => timer(CHECK_MS, scheduler).pipe(ignoreElements(), startWith(true))),
      startWith(false),
      switchMap((checking) =>
        merge(
          timer(0, INTERVAL_MS, scheduler),
          checking ? timer(CHECK_MS, scheduler).pipe(map(() => VERIFY)) : EMPTY,
        ),
      ),
      mergeMap((turn) => {
        if (turn !== 0 && shallowDue) {
          throw new ChatError('Network', 'cannot keep the socket: its heartbeat stopped');
        }
        if (turn === VERIFY) return EMPTY;
        const missed = deepDue && turn !== 0;
        const askedAt = sentAt;
        shallowDue = deepDue = true;
        sentAt = scheduler.now();
        send(HEARTBEAT_FRAME);
        send(PING_FRAME);
        return missed ? of<Heartbeat>({ kind: 'deep', ok: false, ms: sentAt - askedAt }) : EMPTY;
      }),
    );

    const answers$ = frames$.pipe(
      filter((frame) => frame.kind === 'heartbeat' || frame.kind === 'ping'),
      map((frame): Heartbeat => {
        const ms = scheduler.now() - sentAt;
        if (frame.kind === 'heartbeat') {
          shallowDue = false;
          return { kind: 'shallow', ok: true, ms };
        }
        deepDue = false;
        return { kind: 'deep', ok: frame.ok, ms };
      }),
    );

    return merge(answers$, beats$);
  });

const VERIFY = -1;
