import { Observable, ReplaySubject, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce, signalState, skipInitial } from '../rx/index.js';
import type { ConnectionEvent, ConnectionLoss } from './connectionEvent.js';
import { isRetryable, type ReconnectOptions, retryMs, seldom } from './reconnectDelay.js';

/** What a connection that is being made or kept is told of its surroundings. */
export interface Signals {
  /** Whether the network is there; replays. */
  readonly online$: Observable<boolean>;
  /** Asks to look whether the connection lives. */
  readonly check$: Observable<unknown>;
}

/** What {@link reconnecting} needs. */
export interface ReconnectingOptions {
  /** One connection: emits `subscribed` when it is made, errors when it is lost, never completes. */
  readonly open: (signals: Signals) => Observable<ConnectionEvent>;
  readonly network$: Observable<boolean>;
  /** Emits when the app is back in use. */
  readonly resume$: Observable<unknown>;
  /** Emits when something else has failed that may mean that the connection is dead. */
  readonly suspectDead$: Observable<unknown>;
  readonly reconnect: Required<ReconnectOptions>;
  /** Whether the chat's items come in another way meanwhile, so that attempts may be seldom. @defaultValue it never does */
  readonly isServed?: () => boolean;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/**
 * A connection that is made again whenever it is lost, and renewed before its time is up.
 *
 * - **On subscribe**: the first attempt begins, or waits for the network.
 * - **Emits** what happens to the connection. Only one attempt is under
 *   way at a time; the waits begin anew after a subscription that succeeded, not before.
 * - **Completes** never.
 * - **Errors** with what waiting cannot cure, or with the last failure after `maxAttempts` in a row.
 * - **Unsubscribing** closes the socket and stops every timer and request.
 */
export const reconnecting = (options: ReconnectingOptions): Observable<ConnectionEvent> =>
  new Observable((subscriber) => {
    const { open, reconnect, isServed = () => false, random, scheduler } = options;
    const online$ = new ReplaySubject<boolean>(1);
    const check$ = new Subject<void>();
    let isOnline = true;
    let failures = 0; // in a row, the loss of a connection included
    let attempts = 0; // since the connection was last made
    let connection: Subscription | undefined;
    let isMade = false; // whether the present connection has been subscribed
    /** Neither is there a connection, nor is its loss being told. */
    let isWaiting = true;
    let wait: Subscription | undefined;
    let loss: ConnectionLoss | undefined;
    let notBefore = -Infinity;

    const connect = () => {
      wait?.unsubscribe();
      isWaiting = isMade = false;
      const opened = new Subscription();
      subscriber.add((connection = opened));
      subscriber.next({ type: 'connecting', attempt: ++attempts });
      listen(open({ online$, check$ }), opened, happens, lost);
    };
    const happens = (event: ConnectionEvent) => {
      if (event.type === 'subscribed') {
        isMade = true;
        failures = attempts = 0;
      }
      subscriber.next(event);
    };
    const lost = (error: unknown) => {
      connection?.unsubscribe();
      failures++;
      if (!isRetryable(error) || attempts >= reconnect.maxAttempts) {
        subscriber.error(error);
        return;
      }
      const waits = isServed() ? seldom(reconnect) : reconnect;
      retryAfter(error, retryMs(error, failures, waits, random));
    };
    /** The network is away, so nothing comes that this attempt waits for. It does not count. */
    const breakOff = () => {
      connection?.unsubscribe();
      attempts--;
      retryAfter(new ChatError('Network', 'cannot connect: the network is away'), 0);
    };
    const retryAfter = (error: ChatError, retryInMs: number) => {
      loss = { error, attempt: attempts + 1, retryInMs };
      // The service's wish for patience counts more than a hurry here.
      notBefore = error.retryAfterMs === undefined ? -Infinity : scheduler.now() + retryInMs;
      subscriber.next({ type: 'lost', ...loss });
      isWaiting = true;
      if (isOnline) connectIn(retryInMs);
      else subscriber.next({ type: 'offline' });
    };
    /** What is left of the wait that the service has asked for; the clock may have been set back. */
    const patienceMs = ({ retryInMs }: ConnectionLoss) =>
      Math.min(retryInMs, Math.max(0, notBefore - scheduler.now()));
    const connectIn = (ms: number) => {
      wait?.unsubscribe();
      subscriber.add((wait = scheduleOnce(ms, scheduler, connect)));
    };

    listen(options.suspectDead$, subscriber, () => {
      check$.next();
    });
    listen(skipInitial(options.resume$), subscriber, () => {
      check$.next();
      if (isWaiting && isOnline && loss && patienceMs(loss) === 0) connect();
    });
    listen(signalState(options.network$), subscriber, (online) => {
      isOnline = online;
      online$.next(online);
      if (!isWaiting) {
        if (online || isMade || connection?.closed) check$.next();
        else breakOff();
      } else if (!online) {
        wait?.unsubscribe();
        subscriber.next({ type: 'offline' });
      } else if (loss) {
        const retryInMs = patienceMs(loss);
        connectIn(retryInMs); // a network that comes and goes within one turn has not come
        if (retryInMs > 0) subscriber.next({ type: 'waiting', ...loss, retryInMs });
      } else {
        connect();
      }
    });
  });
