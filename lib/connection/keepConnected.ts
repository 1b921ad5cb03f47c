import {
  catchError,
  concat,
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  repeat,
  ReplaySubject,
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
import { lastingSession, type LastingSessionOptions } from './lastingSession.js';
import { steady } from './network.js';
import { ceilingMs, isCurable } from './reconnectDelay.js';

/** What {@link keepConnected} needs. */
export interface KeepConnectedOptions extends LastingSessionOptions {
  readonly network$: Observable<boolean>;
}

/**
 * A connection that is made again whenever it is lost, and renewed before its time is up.
 *
 * - **On subscribe**: the first attempt begins, or waits for the network.
 * - **Emits** what happens to the connection and what the socket brings. Only one attempt is under
 *   way at a time; the waits begin anew after a subscription that succeeded, not before.
 * - **Completes** never.
 * - **Errors** with what waiting cannot cure, or with the last failure after `maxAttempts` in a row.
 * - **Unsubscribing** closes the socket and stops every timer and request.
 */
export const keepConnected = (options: KeepConnectedOptions): Observable<ConnectionEvent> =>
  defer(() => {
    const { reconnect, random, scheduler } = options;
    const online$ = steady(options.network$).pipe(
      share({
        connector: () => new ReplaySubject<boolean>(1),
        resetOnError: true,
        resetOnComplete: true,
        resetOnRefCountZero: true,
      }),
    );
    const cameBack$ = online$.pipe(skip(1), filter(Boolean));
    const sessionOptions = { ...options, check$: merge(options.check$, cameBack$) };
    let failures = 0; // in a row, the loss of a connection included
    let attempts = 0; // since the connection was last made

    const attempt$ = concat(
      whenOnline(online$),
      defer(() => of<ConnectionEvent>({ type: 'connecting', attempt: ++attempts })),
      lastingSession(sessionOptions),
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
      const jitteredMs = Math.floor(random() * ceilingMs(failures, reconnect));
      const retryInMs = Math.max(error.retryAfterMs ?? 0, jitteredMs);
      const wait$ = online$.pipe(
        switchMap((online, index) => {
          if (!online) return of<ConnectionEvent>({ type: 'offline' });
          const waitMs = index === 0 ? retryInMs : 0;
          return merge(timer(waitMs, scheduler), options.check$).pipe(map(() => undefined));
        }),
        takeWhile((event) => event !== undefined),
      );
      return concat([{ type: 'lost', error, attempt: attempts + 1, retryInMs } as const], wait$);
    };

    return merge(online$.pipe(ignoreElements()), attempt$.pipe(repeat()));
  });

/** Says `offline` while that is so, and completes as soon as it is not. */
const whenOnline = (online$: Observable<boolean>): Observable<ConnectionEvent> =>
  online$.pipe(
    takeWhile((online) => !online),
    map((): ConnectionEvent => ({ type: 'offline' })),
  );
