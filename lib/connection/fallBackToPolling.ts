import { Observable, type OperatorFunction, Subscription } from 'rxjs';
import type { ChatError } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import { pollRepeatedly, type PollRepeatedlyOptions } from './polling.js';
import { isRetryable, type ReconnectOptions } from './reconnectDelay.js';

/** What {@link fallBackToPolling} needs. */
export interface FallBackToPollingOptions extends PollRepeatedlyOptions {
  /** Whether the service has issued a connection token: without one nothing can be fetched. */
  readonly isAuthorized: () => boolean;
  readonly reconnect: Required<ReconnectOptions>;
}

/** So many attempts in a row may fail before polling begins. */
const MAX_FAILED_ATTEMPTS = 2;
/** A chat with a token that has no socket by then polls, in milliseconds. */
const SOCKET_TIMEOUT_MS = 5_000;

/**
 * Receives by polling while the websocket cannot: a company's proxy may block websockets and let HTTP
 * through. The connection goes on trying meanwhile.
 *
 * - **Emits** what the connection emits; `polling` when a poll has succeeded after the connection had
 *   failed twice in a row or for 5 s, and `poll-failed` when polls fail from then on. Polling stops
 *   as the connection is `subscribed`.
 * - **Completes** with the connection.
 * - **Errors** with what retrying cannot help, and with the last failure after `maxAttempts` if polls
 *   fail as often as well.
 * - **Unsubscribing** stops the polls and the connection.
 */
export const fallBackToPolling =
  (options: FallBackToPollingOptions): OperatorFunction<ConnectionEvent, ConnectionEvent> =>
  (connection$) =>
    new Observable((subscriber) => {
      const { isAuthorized, reconnect, scheduler } = options;
      let failedAttempts = 0;
      let failedPolls = 0;
      let isServing = false;
      let isSubscribed = false;
      let deadline: Subscription | undefined;
      let polls: Subscription | undefined;
      /** Why the connection is no longer tried. */
      let failure: unknown;

      const stop = () => {
        deadline?.unsubscribe();
        polls?.unsubscribe();
        deadline = polls = undefined;
        isServing = false;
      };
      const poll = () => {
        deadline?.unsubscribe();
        if (polls) return;
        polls = new Subscription();
        subscriber.add(polls);
        listen(pollRepeatedly(options), polls, polled, (error) => {
          subscriber.error(error);
        });
      };
      const pollLater = () => {
        // A renewed socket is authorized while the one before it serves.
        if (isSubscribed || deadline || polls || !isAuthorized()) return;
        deadline = scheduleOnce(SOCKET_TIMEOUT_MS, scheduler, poll);
        subscriber.add(deadline);
      };
      const polled = (error: ChatError | undefined) => {
        if (error === undefined) {
          failedPolls = 0;
          if (isServing) return;
          isServing = true;
          subscriber.next({ type: 'polling' });
        } else if (failure !== undefined && ++failedPolls >= reconnect.maxAttempts) {
          subscriber.error(failure);
        } else if (isServing && error.code !== 'Throttled') {
          isServing = false;
          subscriber.next({ type: 'poll-failed', error });
        }
      };
      const happens = (event: ConnectionEvent) => {
        switch (event.type) {
          case 'authorized':
            pollLater();
            break;
          case 'subscribed':
            stop();
            isSubscribed = true;
            failedAttempts = -1; // its loss is no failed attempt
            break;
          case 'lost':
            isSubscribed = false;
            if (isAuthorized()) failedAttempts++;
            break;
          case 'offline':
            // A chat that was polled goes on with that; others have the socket tried first again.
            if (!isServing) stop();
            isServing = false;
            failedAttempts = 0;
            break;
          default:
        }
        subscriber.next(event);
        if (subscriber.closed || event.type !== 'lost' || !isAuthorized()) return;
        if (failedAttempts >= MAX_FAILED_ATTEMPTS || !isRetryable(event.error)) poll();
        else pollLater();
      };

      listen(connection$, subscriber, happens, (error) => {
        failure = error;
        if (isRetryable(error) && isAuthorized()) poll();
        else subscriber.error(error);
      });
    });
