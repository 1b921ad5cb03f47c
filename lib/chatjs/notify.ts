import { filter, merge, type Observable, tap } from 'rxjs';
import type { Chat, ConnectionState } from '../lite.js';
import type { ChatEvents } from './events.js';
import { ENDED_UNHEARD, methodFor, wireItem } from './itemEvents.js';
import type { ConnectChatResult } from './results.js';

/** Calls the handlers of `name`, with `chatDetails` besides these fields. */
export type Tell = (name: keyof ChatEvents, fields: object) => void;

/** Nothing is tried any more to open the websocket: `connect()` has failed, or the manager has ended. */
const isBroken = (state: ConnectionState): boolean =>
  state.status === 'failed' ||
  (state.status === 'reconnecting' && state.reason.code === 'Unsupported');

/** Without its websocket, the chat is lost in the words of amazon-connect-chatjs, though it is polled. */
const LOST: ReadonlySet<ConnectionState['status']> = new Set([
  'connected',
  'reconnecting',
  'offline',
]);

/**
 * Tells of what happens in a chat, in the order in which it does.
 *
 * - **Emits** what it is told of; nothing to rely on.
 * - **Completes** with the chat.
 *
 * @param connected - what `connect()` has resolved with; the first `onConnectionEstablished` has it.
 */
export function notifications(
  { details, messages$, partials$, events$, connectionState$, heartbeat$, ended$ }: Chat,
  tell: Tell,
  connected: () => ConnectChatResult | undefined,
): Observable<unknown> {
  let wasOpen = false;
  let wasEstablished = false;

  return merge(
    merge(partials$, messages$, events$).pipe(
      tap((item) => {
        const name = methodFor(item, details.participantId);
        if (name) tell(name, { data: wireItem(item) });
      }),
    ),
    connectionState$.pipe(
      tap((state) => {
        const isOpen = state.status === 'connected' && state.transport === 'websocket';
        if (isOpen || (state.status === 'connected' && !wasEstablished)) {
          tell('onConnectionEstablished', { ...(!wasEstablished && connected()), data: {} });
          wasEstablished = wasOpen = true;
        }
        if (isBroken(state) && wasEstablished) {
          tell('onConnectionBroken', { data: {} });
        } else if (wasOpen && !isOpen && LOST.has(state.status)) {
          tell('onConnectionLost', { data: {} });
        }
        wasOpen = isOpen;
      }),
    ),
    heartbeat$.pipe(
      filter(({ kind }) => kind === 'deep'),
      tap(({ ok }) => {
        tell(ok ? 'onDeepHeartbeatSuccess' : 'onDeepHeartbeatFailure', { data: {} });
      }),
    ),
    ended$.pipe(
      tap(({ reason }) => {
        if (reason === 'expired') tell('onMessage', { data: ENDED_UNHEARD });
        tell('onEnded', { data: null });
      }),
    ),
  );
}
