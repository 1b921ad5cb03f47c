import { Observable, type SchedulerLike } from 'rxjs';
import { listen, scheduleOnce } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import type { Credentials, SocketTicket } from './credentials.js';
import { handover } from './handover.js';
import { isRetryable, type ReconnectOptions, retryMs } from './reconnectDelay.js';
import { openSession, type SessionOptions } from './session.js';

/** What {@link renewingSession} needs. */
export interface RenewingSessionOptions extends SessionOptions {
  readonly credentials: Credentials;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * How long a connection is still heard that cannot be renewed, in milliseconds: if that is because the chat has ended,
 * the socket is about to say so.
 */
export const FINAL_FRAMES_MS = 5_000;
/** Three heartbeats, in milliseconds: a device that was silent for so long has slept. */
const SLEPT_MS = 30_000;

/**
 * Sessions that follow one another without a break, each with a URL of its own: a successor is due
 * before the socket or the token runs out, and when the device wakes from a sleep.
 *
 * - **Emits** what happens to the sessions; `authorized` before each.
 * - **Errors** when the present session is lost or can't be made, and 5 s after an error that keeps a successor
 *   from ever being made, such as `AccessDenied`. After a transient error, it is tried again while its predecessor
 *   serves.
 * - **Unsubscribing** closes the sockets.
 */
export const renewingSession = (options: RenewingSessionOptions): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    const { credentials, check$, random, reconnect, scheduler } = options;
    let renewInMs = 0;
    let dueAt = 0;
    let heardAt = Infinity;
    let isFirst = true;

    const isHeard = () => {
      heardAt = scheduler.now();
    };
    const sessionOptions: SessionOptions = {
      ...options,
      onHeartbeat: (heartbeat) => {
        isHeard();
        options.onHeartbeat(heartbeat);
      },
    };
    /** A successor tries again while its predecessor still serves; once it has taken over, its loss is a loss. */
    const session = (isSuccessor: boolean) =>
      new Observable<ConnectionEvent>((events) => {
        let failures = 0;
        let ready = false;
        const failed = (error: unknown) => {
          if (isSuccessor && !ready && isRetryable(error)) {
            failures++;
            const waitMs = retryMs(error, failures + 1, reconnect, random);
            events.add(scheduleOnce(waitMs, scheduler, open));
          } else if (isSuccessor && !ready) {
            events.add(scheduleOnce(FINAL_FRAMES_MS, scheduler, () => fail(error)));
          } else fail(error);
        };
        const fail = (error: unknown) => {
          events.error(error);
        };
        const tell = (event: ConnectionEvent) => {
          ready ||= isReady(event);
          events.next(event);
        };
        const authorized = (grant: SocketTicket) => {
          renewInMs = grant.renewInMs;
          dueAt = scheduler.now() + renewInMs;
          tell({ type: 'authorized' });
          listen(openSession(grant.url, sessionOptions), events, tell, failed);
        };
        const open = () => {
          listen(credentials.connect(), events, authorized, failed);
        };
        open();
      });

    /** The time is up, by the timer or, where the device has slept, by the clock. */
    const due = () =>
      new Observable<void>((renewal) => {
        const isDue = () => {
          renewal.next();
        };
        renewal.add(scheduleOnce(renewInMs, scheduler, isDue));
        listen(check$, renewal, () => {
          if (scheduler.now() >= Math.min(dueAt, heardAt + SLEPT_MS)) isDue();
        });
      });

    const sessions$ = handover({
      open: () => {
        const isSuccessor = !isFirst;
        isFirst = false;
        return session(isSuccessor);
      },
      isReady,
      due,
    });
    listen(sessions$, subscriber, (event) => {
      if (event.type === 'subscribed') isHeard();
      subscriber.next(event);
    });
  });

const isReady = (event: ConnectionEvent) => event.type === 'subscribed';
