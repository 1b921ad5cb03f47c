import {
  defer,
  EMPTY,
  NEVER,
  Observable,
  of,
  throwError,
  VirtualAction,
  VirtualTimeScheduler,
} from 'rxjs';
import { ROUND_TRIP_MS, type Reaction } from '../../../bench/reliability/storm/reaction.js';
import {
  createCredentials,
  reconnecting,
  renewingSession,
  type WebSocketConstructor,
  type WebSocketLike,
} from '../../../lib/connection/index.js';
import { ChatError, type CreateParticipantConnectionAnswer } from '../../../lib/api/index.js';

/** When the client has been connected for so long, in milliseconds, all sockets drop. */
export const CONNECTED_FOR_MS = 1_000;

const TOKEN: CreateParticipantConnectionAnswer = {
  Websocket: { Url: 'wss://service', ConnectionExpiry: '2026-01-01T00:01:40.000Z' },
  ConnectionCredentials: { ConnectionToken: 'token', Expiry: '2026-01-02T00:00:00.000Z' },
};

/**
 * The library's own connection, on a clock of its own: all sockets drop at 0 and are refused for
 * `outageMs`; with `everything` calls fail as well.
 */
export function reactForReal(
  outageMs: number,
  away: 'sockets' | 'everything',
  random: () => number,
): Reaction {
  const scheduler = new VirtualTimeScheduler(VirtualAction);
  const calls: number[] = [];
  let backAt = Infinity;
  const now = () => scheduler.now() - CONNECTED_FOR_MS;
  const isAway = () => now() >= 0 && now() < outageMs;
  const later = <T>(answer$: Observable<T>) =>
    new Observable<T>((subscriber) =>
      scheduler.schedule(() => {
        subscriber.add(answer$.subscribe(subscriber));
      }, ROUND_TRIP_MS),
    );
  const request = () => {
    if (now() >= 0) calls.push(now());
    return later(defer(() => (away === 'everything' && isAway() ? UNREACHABLE : of(TOKEN))));
  };

  const credentials = createCredentials(request, scheduler);
  const webSocket = socketsOf(scheduler, now, isAway);
  const bringing = { onFrame: () => undefined, onHeartbeat: () => undefined, suspectDead$: NEVER };
  const reconnect = { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity };
  const connection = reconnecting({
    open: ({ check$ }) =>
      renewingSession({
        ...bringing,
        credentials,
        webSocket,
        check$,
        reconnect,
        random,
        scheduler,
      }),
    network$: EMPTY,
    resume$: NEVER,
    suspectDead$: NEVER,
    reconnect,
    random,
    scheduler,
  }).subscribe(({ type }) => {
    if (type !== 'subscribed' || now() < 0) return;
    backAt = now();
    connection.unsubscribe();
  });
  scheduler.flush();
  return { calls, backAt };
}

const UNREACHABLE = throwError(() => new ChatError('Network', 'the service is away'));

/** Sockets that are open until 0, and refused while it lasts. */
const socketsOf = (
  scheduler: VirtualTimeScheduler,
  now: () => number,
  isAway: () => boolean,
): WebSocketConstructor =>
  class implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;

    constructor() {
      scheduler.schedule(() => {
        if (isAway()) this.onclose?.({ code: 1006 });
        else this.#open();
      }, ROUND_TRIP_MS);
    }

    send(frame: string): void {
      const { topic } = JSON.parse(frame) as { readonly topic: string };
      const content = topic === 'aws/subscribe' ? { status: 'success', topics: ['aws/chat'] } : {};
      scheduler.schedule(() => {
        this.onmessage?.({ data: JSON.stringify({ topic, content, statusCode: 200 }) });
      }, ROUND_TRIP_MS);
    }

    close(): void {}

    #open(): void {
      this.onopen?.(undefined);
      if (now() < 0) scheduler.schedule(() => this.onclose?.({ code: 1006 }), -now());
    }
  };
