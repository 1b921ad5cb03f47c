import { map, type Observable } from 'rxjs';
import type { WebSocketManager } from '../lite.js';
import type { Json } from './journal.js';
import type { Recording } from './recording.js';

/** What a manager can tell of besides frames; each of them may be missing. */
const EVENTS = [
  'onConnectionGain',
  'onConnectionLost',
  'onInitFailure',
  'onDeepHeartbeatSuccess',
  'onDeepHeartbeatFailure',
] as const satisfies readonly (keyof WebSocketManager)[];

/** Managers, of which all that they tell is written down; `told` writes down which methods each has. */
export function managersIn(
  recording: Recording,
  told: (plain: (manager: WebSocketManager) => Json) => Observable<WebSocketManager>,
): Observable<WebSocketManager> {
  // The same for the same: by it, a chat knows that a manager is no other.
  const known = new WeakMap<WebSocketManager, WebSocketManager>();
  return told((manager) => EVENTS.filter((name) => typeof manager[name] === 'function')).pipe(
    map((manager) => {
      const recorded = known.get(manager) ?? recordedManager(manager, recording);
      known.set(manager, recorded);
      return recorded;
    }),
  );
}

const recordedManager = (
  manager: WebSocketManager,
  { log, redactor }: Recording,
): WebSocketManager => ({
  onMessage: (topic, callback) =>
    log.open('onMessage', (tell) =>
      manager.onMessage(topic, (message) => {
        const value =
          typeof message === 'string' ? redactor.frame(message) : redactor.message(message);
        tell({ type: 'next', value }, () => callback(message));
      }),
    ),
  subscribeTopics: (topics) => manager.subscribeTopics(topics),
  ...Object.fromEntries(
    EVENTS.filter((name) => typeof manager[name] === 'function').map((name) => [
      name,
      (callback: () => void) =>
        log.open(name, (tell) =>
          manager[name]?.(() => {
            tell({ type: 'next', value: null }, callback);
          }),
        ),
    ]),
  ),
});
