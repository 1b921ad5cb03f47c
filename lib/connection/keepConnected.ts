import {
  catchError,
  concat,
  defer,
  map,
  type Observable,
  of,
  repeat,
  retry,
  switchMap,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { backoffMs, ChatError } from '../participant/index.js';
import type { Credentials } from './credentials.js';
import { steady } from './network.js';
import { overlapping } from './overlapping.js';
import { openSession, type SessionEvent, type SessionOptions } from './session.js';

/** What happens to the connection, and what it brings. */
export type ConnectionEvent =
  | SessionEvent
  /** An attempt begins; counted from 1 since the connection was last made. */
  | { readonly type: 'connecting'; readonly attempt: number }
  /** The service has given a token; the socket is being opened. */
  | { readonly type: 'authorized' }
  /** The connection is gone, or could not be made; `attempt` is the next one, in `retryInMs`. */
  | {
      readonly type: 'lost';
      readonly error: ChatError;
      readonly attempt: number;
      readonly retryInMs: number;
    }
  /** The network is away: nothing is tried until it is back. */
  | { readonly type: 'offline' };

/** Waits between attempts to connect, in milliseconds. */
export interface ReconnectOptions {
  /** Ceiling of the second wait; the first is below 100 ms, later ones double. @defaultValue 1000 */
  readonly firstDelayMs?: number;
  /** Ceiling of any wait. @defaultValue 30000 */
  readonly maxDelayMs?: number;
  /** Attempts that may fail in a row before `connect()` errors with the last failure. @defaultValue Infinity */
  readonly maxAttempts?: number;
}

/** What {@link keepConnected} needs. */
export interface KeepConnectedOptions extends SessionOptions {
  readonly credentials: Credentials;
  readonly network$: Observable<boolean>;
  readonly reconnect: Required<ReconnectOptions>;
  readonly random: () => number;
}

/** Ceiling of the wait after a connection is lost, so that a short cut is a short one. */
const FIRST_RETRY_MS = 100;

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
    const online$ = steady(options.network$);
    let failures = 0; // in a row, the loss of a connection included
    let attempts = 0; // since the connection was last made

    const attempt$ = concat(
      whenOnline(online$),
      defer(() => of<ConnectionEvent>({ type: 'connecting', attempt: ++attempts })),
      lastingSession(options),
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
          return timer(waitMs, scheduler).pipe(map(() => undefined));
        }),
        takeWhile((event) => event !== undefined),
      );
      return concat([{ type: 'lost', error, attempt: attempts + 1, retryInMs } as const], wait$);
    };

    return attempt$.pipe(repeat());
  });

/** Full jitter takes a random part of this: 100 ms, then `firstDelayMs` doubling to `maxDelayMs`. */
const ceilingMs = (failures: number, { firstDelayMs, maxDelayMs }: Required<ReconnectOptions>) =>
  failures === 1
    ? Math.min(FIRST_RETRY_MS, firstDelayMs)
    : backoffMs(failures - 1, firstDelayMs, maxDelayMs);

const isCurable = (error: unknown): error is ChatError =>
  error instanceof ChatError && error.retryable;

/** Says `offline` while that is so, and completes as soon as it is not. */
const whenOnline = (online$: Observable<boolean>): Observable<ConnectionEvent> =>
  online$.pipe(
    takeWhile((online) => !online),
    map((): ConnectionEvent => ({ type: 'offline' })),
  );

/** Sessions that follow one another without a break, each with a URL of its own. */
const lastingSession = (options: KeepConnectedOptions): Observable<ConnectionEvent> =>
  defer(() => {
    const { credentials, random, reconnect, scheduler } = options;
    let renewInMs = 0;
    let isFirst = true;

    const session = () =>
      credentials.connect().pipe(
        tap((grant) => {
          renewInMs = grant.renewInMs;
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
                ? timer(Math.floor(random() * ceilingMs(attempt + 1, reconnect)), scheduler)
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
      due: () => timer(renewInMs, scheduler),
    });
  });

const isReady = (event: ConnectionEvent) => event.type === 'subscribed';
