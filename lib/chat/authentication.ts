import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  filter,
  map,
  type Observable,
  of,
  share,
  switchMap,
  take,
  tap,
  ReplaySubject,
} from 'rxjs';
import { type ChatItem, EVENT_PREFIX } from '../wire/index.js';
import type { Chat } from './chat.js';

/** How a customer's signing in came out. */
export type AuthenticationOutcome = 'succeeded' | 'failed' | 'timeout' | 'expired' | 'cancelled';

/** Where a customer's signing in stands. */
export type AuthenticationState =
  /** Nobody asks for it. */
  | { readonly status: 'none' }
  /** The flow asks for it; the URL is on its way. */
  | { readonly status: 'initiated'; readonly sessionId: string }
  /** The customer can sign in at `url`, or go on without: `cancelAuthentication(sessionId)`. */
  | { readonly status: 'ready'; readonly sessionId: string; readonly url: string }
  /** There is no URL, for the reason of `error`; going on without is possible. */
  | { readonly status: 'unavailable'; readonly sessionId: string; readonly error: unknown }
  /** It is over, until the flow asks again. */
  | { readonly status: AuthenticationOutcome; readonly sessionId: string };

/** Options of {@link authentication}. */
export interface AuthenticationOptions {
  /** Where the browser goes once signed in: 1 to 1,024 characters. */
  readonly redirectUri: string;
  /** Goes straight to one identity provider of the user pool. @defaultValue the user pool's page */
  readonly identityProvider?: string;
}

/**
 * A customer's signing in during a chat, from the moment when the flow asks for it.
 *
 * - **Emits** where it stands, at once and after each change: `none`, then for each request of the
 *   flow `initiated`, `ready` with the URL or `unavailable` with the error, and its outcome. What the
 *   flow asked for before a reload counts, once the transcript has it.
 * - **Completes** with the chat. **Errors** never.
 * - Each session gives out one URL, so all subscribers of the returned Observable share it. A session
 *   whose URL went to a page that is gone is `unavailable`.
 */
export function authentication(
  chat: Pick<Chat, 'transcript$' | 'connectionState$' | 'getAuthenticationUrl'>,
  { redirectUri, identityProvider }: AuthenticationOptions,
): Observable<AuthenticationState> {
  const provider =
    identityProvider === undefined
      ? ''
      : `&identity_provider=${encodeURIComponent(identityProvider)}`;
  let issued: AuthenticationState | undefined;

  const ready$ = (sessionId: string): Observable<AuthenticationState> =>
    defer(() =>
      issued && 'sessionId' in issued && issued.sessionId === sessionId
        ? of(issued)
        : chat.getAuthenticationUrl({ sessionId, redirectUri }).pipe(
            map((url) => ({ status: 'ready' as const, sessionId, url: url + provider })),
            tap((state) => {
              issued = state;
            }),
            catchError((error: unknown) =>
              of({ status: 'unavailable' as const, sessionId, error }),
            ),
          ),
    );

  const begun$ = (initiated: AuthenticationState, sessionId: string) =>
    concat(
      of(initiated),
      chat.connectionState$.pipe(
        filter(({ status }) => status === 'connected'),
        take(1),
        switchMap(() => ready$(sessionId)),
      ),
    );

  return chat.transcript$.pipe(
    map(({ items }) => authenticationIn(items)),
    distinctUntilChanged(isSame),
    switchMap((state) =>
      state.status === 'initiated' ? begun$(state, state.sessionId) : of(state),
    ),
    share({
      connector: () => new ReplaySubject<AuthenticationState>(1),
      resetOnComplete: false,
      resetOnError: true,
      resetOnRefCountZero: true,
    }),
  );
}

const PREFIX = `${EVENT_PREFIX}authentication.`;
const OUTCOMES: readonly string[] = ['succeeded', 'failed', 'timeout', 'expired', 'cancelled'];

/** What `items` say last of an authentication. */
function authenticationIn(items: readonly ChatItem[]): AuthenticationState {
  let outcome: AuthenticationOutcome | undefined;
  let settledId: string | undefined;
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at]!;
    if (!item.contentType.startsWith(PREFIX)) continue;
    const name = item.contentType.slice(PREFIX.length);
    const sessionId = sessionIdIn(item);
    if (name === 'initiated' && sessionId !== undefined) {
      const isSettled = outcome !== undefined && (settledId ?? sessionId) === sessionId;
      return { status: isSettled ? outcome! : 'initiated', sessionId };
    }
    if (outcome === undefined && isOutcome(name)) {
      outcome = name;
      settledId = sessionId;
    }
  }
  return { status: 'none' };
}

const isOutcome = (name: string): name is AuthenticationOutcome => OUTCOMES.includes(name);

/** Source: the content of `authentication.initiated`; that of outcomes may do without. */
function sessionIdIn({ content }: ChatItem): string | undefined {
  try {
    const said = JSON.parse(content) as { SessionId?: unknown } | null;
    const id = said?.SessionId;
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

const isSame = (a: AuthenticationState, b: AuthenticationState): boolean =>
  a.status === b.status && idOf(a) === idOf(b);

const idOf = (state: AuthenticationState) => ('sessionId' in state ? state.sessionId : '');
