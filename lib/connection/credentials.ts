import { defer, EMPTY, map, type Observable, type SchedulerLike, share } from 'rxjs';
import { ChatError, type CreateParticipantConnectionAnswer } from '../participant/index.js';

/** A socket's URL, good for one use. */
export interface Grant {
  readonly url: string;
  /** Milliseconds until the grant should be replaced: before the socket or the token runs out. */
  readonly renewInMs: number;
}

/** Keeps the connection token and asks for new ones. */
export interface Credentials {
  /**
   * Asks the service for a socket's URL and a connection token: one request, however many
   * subscribe while it is under way; cancelled when all have left.
   */
  connect(): Observable<Grant>;
  /** The connection token, once there is one. */
  readonly token: string | undefined;
  /**
   * A token after `rejected` was refused: the present one where it is already another, else a new
   * one. Completes without any where the last was issued less than 30 s ago: its age is not why.
   */
  renewed(rejected: string): Observable<string>;
}

/** Source: docs/protocol.md, "Lifetimes". All in milliseconds. */
const SOCKET_LIFE_MS = 3_540_000;
const URL_LIFE_MS = 100_000;
const TOKEN_LIFE_MS = 86_400_000;
const TOKEN_MARGIN_MS = 60_000;
const MIN_RENEWAL_MS = 30_000;

export function createCredentials(
  request: () => Observable<CreateParticipantConnectionAnswer>,
  scheduler: SchedulerLike,
): Credentials {
  let token: string | undefined;
  let issuedAt = -Infinity;

  const connect$ = defer(request).pipe(
    map((answer): Grant => {
      const url = answer.Websocket?.Url;
      const connectionToken = answer.ConnectionCredentials?.ConnectionToken;
      if (!url || !connectionToken) {
        throw new ChatError('Service', 'cannot connect: the answer has no URL or no token');
      }
      token = connectionToken;
      issuedAt = scheduler.now();
      return { url, renewInMs: renewalMs(answer) };
    }),
    share({ resetOnComplete: true, resetOnError: true, resetOnRefCountZero: true }),
  );

  return {
    connect: () => connect$,
    get token() {
      return token;
    },
    renewed: (rejected) =>
      defer(() => {
        if (token !== undefined && token !== rejected) return [token];
        if (scheduler.now() - issuedAt < MIN_RENEWAL_MS) return EMPTY;
        return connect$.pipe(map(() => token ?? rejected));
      }),
  };
}

/**
 * When to ask anew. The token's lifetime is the time between its expiry and its issue, and the issue
 * is 100 s before the URL's expiry, so both clocks are the service's and the device's plays no part.
 */
export function renewalMs(answer: CreateParticipantConnectionAnswer): number {
  const urlExpiry = Date.parse(answer.Websocket?.ConnectionExpiry ?? '');
  const tokenExpiry = Date.parse(answer.ConnectionCredentials?.Expiry ?? '');
  const lifeMs = tokenExpiry - (urlExpiry - URL_LIFE_MS);
  const tokenLifeMs = Number.isFinite(lifeMs) ? lifeMs : TOKEN_LIFE_MS;
  return Math.max(MIN_RENEWAL_MS, Math.min(SOCKET_LIFE_MS, tokenLifeMs - TOKEN_MARGIN_MS));
}
