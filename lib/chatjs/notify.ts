import { filter, map, merge, type Observable, pairwise, startWith, tap } from 'rxjs';
import type { SessionContext } from './context.js';
import { withHiddenTokens } from './details.js';
import { ENDED_UNHEARD, methodFor, wireItem } from './itemEvents.js';

/** One event: the method whose handlers get it, and what is in it besides `chatDetails`. */
interface Notice {
  readonly name: string;
  readonly event: object;
}

/**
 * What handlers are told of a chat, in the order in which it happens.
 *
 * - **Emits** never; it calls the session's handlers while subscribed.
 * - **Completes** with the chat.
 */
export function notifications({
  chat,
  handlers,
  details,
  connected,
}: SessionContext): Observable<unknown> {
  const { messages$, partials$, events$, connectionState$, heartbeat$, ended$ } = chat();
  const self = details().participantId;

  const items$ = merge(partials$, messages$, events$).pipe(
    map((item): Notice => ({ name: methodFor(item, self) ?? '', event: { data: wireItem(item) } })),
  );
  let established = 0;
  const connection$ = connectionState$.pipe(
    startWith({ status: 'idle' as const }),
    pairwise(),
    map(([before, { status }]): Notice | undefined => {
      if (status === 'connected') {
        return {
          name: 'onConnectionEstablished',
          event: { ...(established++ === 0 && connected()), data: {} },
        };
      }
      if (status === 'failed' && established > 0) {
        return { name: 'onConnectionBroken', event: { data: {} } };
      }
      return before.status === 'connected' && (status === 'reconnecting' || status === 'offline')
        ? { name: 'onConnectionLost', event: { data: {} } }
        : undefined;
    }),
    filter((notice) => notice !== undefined),
  );
  const deep$ = heartbeat$.pipe(
    filter(({ kind }) => kind === 'deep'),
    map(({ ok }): Notice => ({
      name: ok ? 'onDeepHeartbeatSuccess' : 'onDeepHeartbeatFailure',
      event: { data: {} },
    })),
  );
  const end$ = ended$.pipe(
    tap(({ reason }) => {
      if (reason === 'expired') tell({ name: 'onMessage', event: { data: ENDED_UNHEARD } });
    }),
    map((): Notice => ({ name: 'onEnded', event: { data: null } })),
  );

  const tell = ({ name, event }: Notice) => {
    handlers.emit(name, { ...event, chatDetails: withHiddenTokens(details()) });
  };
  return merge(items$, connection$, deep$, end$).pipe(tap(tell));
}
