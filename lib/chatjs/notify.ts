import { filter, merge, type Observable, tap } from 'rxjs';
import type { Chat, ConnectionState } from '../lite.js';
import type { ChatEvents } from './events.js';
import { ENDED_UNHEARD, methodFor, wireItem } from './itemEvents.js';
import type { ConnectChatResult } from './results.js';

/** Calls the handlers of `name`, with `chatDetails` besides these fields. */
export type Tell = (name: keyof ChatEvents, fields: object) => void;

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
  let before: ConnectionState['status'] = 'idle';
  let wasEstablished = false;

  return merge(
    merge(partials$, messages$, events$).pipe(
      tap((item) => {
        const name = methodFor(item, details.participantId);
        if (name) tell(name, { data: wireItem(item) });
      }),
    ),
    connectionState$.pipe(
      tap(({ status }) => {
        if (status === 'connected') {
          tell('onConnectionEstablished', { ...(!wasEstablished && connected()), data: {} });
          wasEstablished = true;
        } else if (status === 'failed' && wasEstablished) {
          tell('onConnectionBroken', { data: {} });
        } else if (before === 'connected' && (status === 'reconnecting' || status === 'offline')) {
          tell('onConnectionLost', { data: {} });
        }
        before = status;
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
