import {
  defer,
  EMPTY,
  finalize,
  map,
  type Observable,
  of,
  type SchedulerLike,
  share,
  Subject,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import { ChatError, type CreateParticipantConnectionAnswer, isSecureUrl } from '../api/index.js';
import { createServiceClock, type ServiceClock } from '../wire/index.js';
import { SlidingWindow } from './slidingWindow.js';

/** A socket's URL, good for one use. */
export interface SocketTicket {
  readonly url: string;
  /** Milliseconds until the ticket should be renewed: before the socket or the token expires. */
  readonly renewInMs: number;
}

/** A token without a socket. */
export type TokenTicket = Pick<SocketTicket, 'renewInMs'>;

/** Keeps the connection token and requests new ones. */
export interface Credentials {
  /**
   * Requests a socket's URL and a connection token: one request, however many subscribe while it is in
   * flight; unsubscribing all of them cancels it. At most 6 requests start within 5 s and 12 within
   * 60 s; further ones wait.
   */
  connect(): Observable<SocketTicket>;
  /** Requests a connection token alone, in the same way. */
  authorize(): Observable<TokenTicket>;
  /** The connection token, once there is one. */
  readonly token: string | undefined;
  /**
   * Emits once, when another CreateParticipantConnection may start, which counts from then on: at most 6
   * in 5 s and 12 in 60 s.
   */
  readonly requestSlot$: Observable<unknown>;
  /** Emits once there is a token. Replays. */
  readonly authorized$: Observable<unknown>;
  /** The time at the service, in milliseconds since 1970, as far as its items and answers tell. */
  serviceNow(): number;
  /**
   * A token to replace `rejected`, which the service refused: the present one if it is another already,
   * else a new one, however young the refused one is. Completes empty if the last such renewal was less
   * than 30 s ago: then the service refuses the call, not the token.
   */
  renew(rejected: string): Observable<string>;
}

/** What is requested: a socket and a token, or, to renew an expired token, a token. */
export type TicketType = 'WEBSOCKET' | 'CONNECTION_CREDENTIALS';

/** Sends one CreateParticipantConnection. */
type RequestTicket = (
  types: readonly TicketType[],
) => Observable<CreateParticipantConnectionAnswer>;

/** Source: docs/protocol.md, "Lifetimes". All in milliseconds. */
const SOCKET_LIFE_MS = 3_540_000;
const TOKEN_LIFE_MS = 86_400_000;
const TOKEN_MARGIN_MS = 60_000;
const MIN_RENEWAL_MS = 30_000;

/** Bounds the requests, whatever the jitter of the backoff. */
const REQUEST_LIMITS = [
  { calls: 6, windowMs: 5_000 },
  { calls: 12, windowMs: 60_000 },
] as const;

export const createCredentials = (
  request: RequestTicket,
  scheduler: SchedulerLike,
  clock: ServiceClock = createServiceClock(),
): Credentials => new ParticipantCredentials(request, scheduler, clock);

class ParticipantCredentials implements Credentials {
  readonly #request: RequestTicket;
  readonly #scheduler: SchedulerLike;
  readonly #clock: ServiceClock;
  readonly #requests = new SlidingWindow(REQUEST_LIMITS);
  readonly #issued$ = new Subject<void>();
  #token: string | undefined;
  /** When a token was last renewed because a call was refused. */
  #renewedAt = -Infinity;
  #connecting$: Observable<SocketTicket> | undefined;
  #authorizing$: Observable<TokenTicket> | undefined;

  constructor(request: RequestTicket, scheduler: SchedulerLike, clock: ServiceClock) {
    this.#request = request;
    this.#scheduler = scheduler;
    this.#clock = clock;
  }

  get token(): string | undefined {
    return this.#token;
  }

  get authorized$(): Observable<unknown> {
    return defer(() => (this.#token === undefined ? this.#issued$.pipe(take(1)) : of(0)));
  }

  /** Checked again after the wait: another request may have started meanwhile. */
  get requestSlot$(): Observable<unknown> {
    return defer(() => {
      const now = this.#scheduler.now();
      const waitMs = this.#requests.waitMs(now);
      if (waitMs > 0) {
        return timer(waitMs, this.#scheduler).pipe(switchMap(() => this.requestSlot$));
      }
      this.#requests.called(now);
      return of(0);
    });
  }

  connect(): Observable<SocketTicket> {
    return defer(
      () =>
        (this.#connecting$ ??= this.#send(['WEBSOCKET', 'CONNECTION_CREDENTIALS']).pipe(
          map((answer) => ({ url: socketUrl(answer), renewInMs: this.#socketRenewalMs(answer) })),
          finalize(() => {
            this.#connecting$ = undefined;
          }),
          share(),
        )),
    );
  }

  authorize(): Observable<TokenTicket> {
    return defer(
      () =>
        (this.#authorizing$ ??= this.#send(['CONNECTION_CREDENTIALS']).pipe(
          map((answer) => ({ renewInMs: tokenRenewalMs(answer, this.serviceNow()) })),
          finalize(() => {
            this.#authorizing$ = undefined;
          }),
          share(),
        )),
    );
  }

  renew(rejected: string): Observable<string> {
    return defer(() => {
      if (this.#token !== undefined && this.#token !== rejected) return of(this.#token);
      const ageMs = this.#scheduler.now() - this.#renewedAt;
      if (ageMs >= 0 && ageMs < MIN_RENEWAL_MS) return EMPTY;
      return this.authorize().pipe(
        map(() => {
          this.#renewedAt = this.#scheduler.now();
          return this.#token ?? '';
        }),
      );
    });
  }

  serviceNow(): number {
    return this.#clock.at(this.#scheduler.now());
  }

  #send(types: readonly TicketType[]): Observable<CreateParticipantConnectionAnswer> {
    return this.requestSlot$.pipe(
      switchMap(() => this.#request(types)),
      tap(({ ConnectionCredentials }) => {
        const token = ConnectionCredentials?.ConnectionToken;
        if (!token) throw new ChatError('Service', 'cannot connect: the answer has no token');
        this.#token = token;
        this.#issued$.next();
      }),
    );
  }

  #socketRenewalMs(answer: CreateParticipantConnectionAnswer): number {
    return Math.min(SOCKET_LIFE_MS, tokenRenewalMs(answer, this.serviceNow()));
  }
}

function socketUrl({ Websocket }: CreateParticipantConnectionAnswer): string {
  const url = Websocket?.Url;
  if (!url) throw new ChatError('Service', 'cannot connect: the answer has no URL');
  if (!url.startsWith('ws') || !isSecureUrl(url)) {
    throw new ChatError('Validation', 'cannot connect: the URL must be wss (ws only on loopback)');
  }
  return url;
}

/**
 * How soon to renew a token, in milliseconds: a minute before it expires, but not within 30 s.
 *
 * The service does not say how long a token lives, and any clock may be wrong. But the URL that comes with a token
 * has not expired yet, and both expiries are on the service's clock: the token lives at least for as long as it
 * outlives the URL. One that came alone, or does not outlive its URL, lives from `now` to its expiry. If that is
 * impossible, the clock is wrong and the usual lifetime counts. A token that expires sooner is renewed when a call
 * is refused.
 *
 * @param now - the time at the service, in milliseconds since 1970; the device's, if nothing has told it yet.
 */
export function tokenRenewalMs(
  { ConnectionCredentials, Websocket }: CreateParticipantConnectionAnswer,
  now: number,
): number {
  const expiry = Date.parse(ConnectionCredentials?.Expiry ?? '');
  const lives = [expiry - Date.parse(Websocket?.ConnectionExpiry ?? ''), expiry - now];
  const lifeMs = lives.find((ms) => ms > 0 && ms <= TOKEN_LIFE_MS) ?? TOKEN_LIFE_MS;
  return Math.max(MIN_RENEWAL_MS, lifeMs - TOKEN_MARGIN_MS);
}
