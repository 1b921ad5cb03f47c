import {
  concat,
  defer,
  filter,
  merge,
  type Observable,
  of,
  retry,
  type SchedulerLike,
  switchMap,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials } from './credentials.js';
import { overlapping } from './overlapping.js';
import { isCurable, type ReconnectOptions, retryMs } from './reconnectDelay.js';
import { openSession, type SessionOptions } from './session.js';

/** What {@link lastingSession} needs. */
export interface LastingSessionOptions extends SessionOptions {
  readonly credentials: Credentials;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/** Three heartbeats, in milliseconds: a device that was silent for so long has slept. */
const SLEPT_MS = 30_000;

/**
 * Sessions that follow one another without a break, each with a URL of its own: a successor is due
 * before the socket or the token runs out, and when the device wakes from a sleep.
 *
 * - **Emits** what happens to the sessions; `authorized` before each.
 * - **Errors** when the present session is lost or can't be made, and with what keeps a successor
 *   from ever being made, such as `AccessDenied`. One that waiting can cure is tried again while its
 *   predecessor serves.
 * - **Unsubscribing** closes the sockets.
 */
export const lastingSession = (options: LastingSessionOptions): Observable<ConnectionEvent> =>
  defer(() => {
    const { credentials, check$, random, reconnect, scheduler } = options;
    let renewInMs = 0;
    let dueAt = 0;
    let heardAt = Infinity;
    let isFirst = true;

    /** The device has slept, or so long that the socket is due by the clock if not by its timer. */
    const sleptTooLong$ = check$.pipe(
      filter(() => scheduler.now() >= Math.min(dueAt, heardAt + SLEPT_MS)),
    );

    const session = () =>
      credentials.connect().pipe(
        tap((grant) => {
          renewInMs = grant.renewInMs;
          dueAt = scheduler.now() + renewInMs;
        }),
        switchMap(({ url }) =>
          concat(of<ConnectionEvent>({ type: 'authorized' }), openSession(url, options)),
        ),
      );

    /** Tries again while its predecessor still serves; once it has taken over, its loss is a loss. */
    const successor = () =>
      defer(() => {
        let ready = false;
        return defer(session).pipe(
          tap((event) => {
            ready ||= isReady(event);
          }),
          retry({
            delay: (error: unknown, attempt) =>
              !ready && isCurable(error)
                ? timer(retryMs(error, attempt + 1, reconnect, random), scheduler)
                : throwError(() => error),
          }),
        );
      });

    return overlapping({
      open: () => {
        if (!isFirst) return successor();
        isFirst = false;
        return session();
      },
      isReady,
      due: () => merge(timer(renewInMs, scheduler), sleptTooLong$).pipe(take(1)),
    }).pipe(
      tap(({ type }) => {
        if (type === 'heartbeat' || type === 'subscribed') heardAt = scheduler.now();
      }),
    );
  });

const isReady = (event: ConnectionEvent) => event.type === 'subscribed';
