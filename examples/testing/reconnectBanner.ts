import type { ConnectionState } from 'rx-connect-chat';
import { distinctUntilChanged, map, type Observable, of, switchMap, timer } from 'rxjs';

/** A connection that is back sooner than this is not worth a word. */
const PATIENCE_MS = 2_000;

/** What the banner above a chat says; nothing while all is well. */
export const reconnectBanner = (state$: Observable<ConnectionState>): Observable<string> =>
  state$.pipe(
    map(({ status }) => TEXTS[status] ?? ''),
    distinctUntilChanged(),
    switchMap((text) =>
      text === TEXTS.reconnecting ? timer(PATIENCE_MS).pipe(map(() => text)) : of(text),
    ),
    distinctUntilChanged(),
  );

const TEXTS: Partial<Record<ConnectionState['status'], string>> = {
  reconnecting: 'Connecting again…',
  offline: 'You are offline. Messages go out when you are back.',
  failed: 'The chat cannot be reached.',
};
