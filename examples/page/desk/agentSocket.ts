import {
  BehaviorSubject,
  defer,
  distinctUntilChanged,
  filter,
  finalize,
  type Observable,
  repeat,
  retry,
  share,
  skipWhile,
  type Subscription,
  switchMap,
  tap,
} from 'rxjs';
import { webSocket } from 'rxjs/webSocket';
import type { WebSocketManager } from 'rx-connect-chat/lite';

/** How long a lost socket's successor waits, in milliseconds. */
const AGAIN_MS = 1_000;

interface Frame {
  readonly topic?: string;
  readonly content?: unknown;
}

/**
 * An agent's websocket manager: one socket for all contacts, and another when it is lost. In earnest it
 * is that of amazon-connect-streams, `connect.core.getWebSocketManager()`. The socket is open while
 * anybody listens to its messages.
 *
 * @param url$ - asks for the address of a socket, each time.
 */
export function createAgentSocket(url$: Observable<string>): WebSocketManager {
  const isOpen$ = new BehaviorSubject(false);
  const frames$ = defer(() => url$).pipe(
    switchMap((url) => {
      const socket$ = webSocket<Frame>(url);
      socket$.next({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
      return socket$;
    }),
    tap(({ topic }) => {
      if (topic === 'aws/subscribe') isOpen$.next(true);
    }),
    finalize(() => {
      isOpen$.next(false);
    }),
    repeat({ delay: AGAIN_MS }),
    retry({ delay: AGAIN_MS }),
    share(),
  );
  const changes$ = isOpen$.pipe(distinctUntilChanged());

  return {
    onMessage: (topic, callback) =>
      off(frames$.pipe(filter((frame) => frame.topic === topic)).subscribe(callback)),
    subscribeTopics: () => undefined, // there is one topic
    onConnectionLost: (callback) =>
      off(changes$.pipe(filter((isOpen) => !isOpen)).subscribe(callback)),
    onConnectionGain: (callback) =>
      off(
        changes$
          .pipe(
            skipWhile((isOpen) => !isOpen),
            filter(Boolean),
          )
          .subscribe(callback),
      ),
  };
}

const off = (subscription: Subscription) => () => {
  subscription.unsubscribe();
};
