import {
  catchError,
  concat,
  defer,
  ignoreElements,
  map,
  merge,
  NEVER,
  type Observable,
  of,
  repeat,
  ReplaySubject,
  type SchedulerLike,
  share,
  skip,
  switchMap,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { ChatError } from '../participant/index.js';
import type { ConnectionEvent } from './connectionEvent.js';
import { quiet, steady } from './network.js';
import { isCurable, type ReconnectOptions, retryMs } from './reconnectDelay.js';

/** What a connection that is being made or kept is told of its surroundings. */
export interface Signals {
  /** Whether the network is there; replays. */
  readonly online$: Observable<boolean>;
  /** Asks to look whether the connection lives. */
  readonly check$: Observable<unknown>;
}

/** What {@link keepConnected} needs. */
export interface KeepConnectedOptions {
  /** One connection: emits `subscribed` when it is made, errors when it is lost, never completes. */
  readonly open: (signals: Signals) => Observable<ConnectionEvent>;
  readonly network$: Observable<boolean>;
  /** Emits when the app is back in use. */
  readonly resume$: Observable<unknown>;
  /** Emits when something else has failed that may mean that the connection is dead. */
  readonly doubt$: Observable<unknown>;
  readonly reconnect: Required<ReconnectOptions>;
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
export const keepConnected = (options: KeepConnectedOptions): Observable<ConnectionEvent> =>
  defer(() => {
    const { open, reconnect, random, scheduler } = options;
    const online$ = steady(options.network$).pipe(
      share({ ...SHARED, connector: () => new ReplaySubject<boolean>(1) }),
    );
    const resume$ = quiet(options.resume$).pipe(share(SHARED));
    const check$ = merge(resume$, options.doubt$, online$.pipe(skip(1)));
    let failures = 0; // in a row, the loss of a connection included
    let attempts = 0; // since the connection was last made

    const attempt$ = concat(
      whenOnline(online$),
      defer(() => of<ConnectionEvent>({ type: 'connecting', attempt: ++attempts })),
      open({ online$, check$ }),
    ).pipe(
      tap((event) => {
        if (event.type === 'subscribed') failures = attempts = 0;
      }),
      catchError((error: unknown) => {
        failures++;
        const giveUp = !isCurable(error) || attempts >= reconnect.maxAttempts;
        return giveUp ? throwError(() => error) : waitToRetry(error);
      }),
    );

    const waitToRetry = (error: ChatError): Observable<ConnectionEvent> => {
      const retryInMs = retryMs(error, failures, reconnect, random);
      // The service's wish for patience counts more than a hurry here.
      const hurry$ = error.retryAfterMs === undefined ? resume$ : NEVER;
      const wait$ = online$.pipe(
        switchMap((online, index) => {
          if (!online) return of<ConnectionEvent>({ type: 'offline' });
          const waitMs = index === 0 ? retryInMs : 0;
          return merge(timer(waitMs, scheduler), hurry$).pipe(map(() => undefined));
        }),
        takeWhile((event) => event !== undefined),
      );
      return concat([{ type: 'lost', error, attempt: attempts + 1, retryInMs } as const], wait$);
    };

    return merge(online$.pipe(ignoreElements()), attempt$.pipe(repeat()));
  });

const SHARED = { resetOnError: true, resetOnComplete: true, resetOnRefCountZero: true } as const;

/** Says `offline` while that is so, and completes as soon as it is not. */
const whenOnline = (online$: Observable<boolean>): Observable<ConnectionEvent> =>
  online$.pipe(
    takeWhile((online) => !online),
    map((): ConnectionEvent => ({ type: 'offline' })),
  );
