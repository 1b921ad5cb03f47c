import {
  defer,
  EMPTY,
  finalize,
  map,
  type Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  share,
  switchMap,
  take,
  timer,
} from 'rxjs';
import { ChatError, type CreateParticipantConnectionAnswer, isSecureUrl } from '../api/index.js';
import { createServiceClock, type ServiceClock } from '../wire/index.js';
import { createPace } from './slidingWindow.js';

/** A socket's URL, good for one use. */
export interface SocketTicket {
  readonly url: string;
  /** Milliseconds until the grant should be replaced: before the socket or the token runs out. */
  readonly renewInMs: number;
}

/** A token alone. */
export type TokenTicket = Pick<SocketTicket, 'renewInMs'>;

/** Keeps the connection token and asks for new ones. */
export interface Credentials {
  /**
   * Asks the service for a socket's URL and a connection token: one request, however many
   * subscribe while it is under way; cancelled when all have left. At most 6 requests set out within
   * 5 s and 12 within 60 s: further ones wait.
   */
  connect(): Observable<SocketTicket>;
  /** Asks for a connection token alone, in the same way. */
  authorize(): Observable<TokenTicket>;
  /** The connection token, once there is one. */
  readonly token: string | undefined;
  /**
   * Emits once, when another CreateParticipantConnection may go out, which counts from then on: at most 6 in
   * 5 s and 12 in 60 s.
   */
  readonly turn$: Observable<unknown>;
  /** Emits once there is a token. Replays. */
  readonly authorized$: Observable<unknown>;
  /** What time it is at the service, in milliseconds since 1970, as far as its items and answers tell. */
  serviceNow(): number;
  /**
   * A token after `rejected` was refused: the present one if it is already another, else a new one,
   * however young the refused one is. Completes without a token if the last such renewal was less than
   * 30 s ago: the service refuses the call, not the token.
   */
  renewed(rejected: string): Observable<string>;
}

/** What is asked for: a socket and a token, or, to renew what has worn out in between, a token. */
export type TicketType = 'WEBSOCKET' | 'CONNECTION_CREDENTIALS';

/** Source: docs/protocol.md, "Lifetimes". All in milliseconds. */
const SOCKET_LIFE_MS = 3_540_000;
const TOKEN_LIFE_MS = 86_400_000;
const TOKEN_MARGIN_MS = 60_000;
const MIN_RENEWAL_MS = 30_000;

/** However short the waits fall out by chance, the service is not asked more often than this. */
const PACE = [
  { calls: 6, withinMs: 5_000 },
  { calls: 12, withinMs: 60_000 },
] as const;

export function createCredentials(
  request: (types: readonly TicketType[]) => Observable<CreateParticipantConnectionAnswer>,
  scheduler: SchedulerLike,
  clock: ServiceClock = createServiceClock(),
): Credentials {
  const pace = createPace(PACE);
  const authorized$ = new ReplaySubject<void>(1);
  let token: string | undefined;
  /** When a token was last renewed because a call was refused. */
  let renewedAt = -Infinity;

  const serviceNow = () => clock.at(scheduler.now());

  /** Asked again after the wait: another request may have set out meanwhile. */
  const turn$: Observable<unknown> = defer(() => {
    const now = scheduler.now();
    const waitMs = pace.waitMs(now);
    if (waitMs > 0) return timer(waitMs, scheduler).pipe(switchMap(() => turn$));
    pace.called(now);
    return of(0);
  });
  const ask = (types: readonly TicketType[]) =>
    turn$.pipe(
      switchMap(() => request(types)),
      map((answer) => {
        const issued = answer.ConnectionCredentials?.ConnectionToken;
        if (!issued) throw new ChatError('Service', 'cannot connect: the answer has no token');
        token = issued;
        authorized$.next();
        return answer;
      }),
    );

  /** One request, however many subscribe while it is under way; nothing is kept of it after that. */
  const asked = <T>(
    types: readonly TicketType[],
    read: (answer: CreateParticipantConnectionAnswer) => T,
  ) => {
    let underWay$: Observable<T> | undefined;
    return defer(
      () =>
        (underWay$ ??= ask(types).pipe(
          map(read),
          finalize(() => {
            underWay$ = undefined;
          }),
          share(),
        )),
    );
  };

  const connect$ = asked(['WEBSOCKET', 'CONNECTION_CREDENTIALS'], (answer): SocketTicket => {
    const url = answer.Websocket?.Url;
    if (!url) throw new ChatError('Service', 'cannot connect: the answer has no URL');
    if (!url.startsWith('ws') || !isSecureUrl(url)) {
      throw new ChatError('Validation', 'cannot connect: ws is for loopback alone, else it is wss');
    }
    return { url, renewInMs: Math.min(SOCKET_LIFE_MS, tokenRenewalMs(answer, serviceNow())) };
  });
  const authorize$ = asked(['CONNECTION_CREDENTIALS'], (answer): TokenTicket => ({
    renewInMs: tokenRenewalMs(answer, serviceNow()),
  }));

  return {
    connect: () => connect$,
    authorize: () => authorize$,
    get token() {
      return token;
    },
    turn$,
    authorized$: authorized$.pipe(take(1)),
    serviceNow,
    renewed: (rejected) =>
      defer(() => {
        if (token !== undefined && token !== rejected) return of(token);
        const ageMs = scheduler.now() - renewedAt;
        if (ageMs >= 0 && ageMs < MIN_RENEWAL_MS) return EMPTY;
        return authorize$.pipe(
          map(() => {
            renewedAt = scheduler.now();
            return token ?? '';
          }),
        );
      }),
  };
}

/**
 * How soon to renew a token, in milliseconds: a minute before it expires, but not within 30 s.
 *
 * How long it lives is not said, and any clock may be wrong. But the URL that comes with a token has not expired
 * yet, and both expiries are the service's: the token lives at least for as long as it outlives the URL. One that
 * came alone, or does not outlive its URL, lives from `now` to its expiry, unless that cannot be: then the clock is
 * wrong. A token that expires sooner all the same is renewed when a call is refused.
 *
 * @param now - what time it is at the service, in milliseconds since 1970; by the device's clock, if nothing has
 *   told it yet.
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
