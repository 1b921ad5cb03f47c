import { createPace } from '../../../lib/connection/slidingWindow.js';
import { ceilingMs } from '../../../lib/connection/reconnectDelay.js';

/** What one client does about an outage that begins at 0. Times in milliseconds. */
export interface Reaction {
  /** When it called CreateParticipantConnection. */
  readonly calls: readonly number[];
  /** When it was subscribed again. */
  readonly backAt: number;
}

/** What a call, a handshake or a frame takes, there and back. */
export const ROUND_TRIP_MS = 100;

const RECONNECT = { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity };
const PACE = [
  { calls: 6, withinMs: 5_000 },
  { calls: 12, withinMs: 60_000 },
];

/**
 * This library's client, by its own waits: all sockets drop at 0, and are refused for `outageMs`.
 * `connectedAt` is when it last called before that.
 */
export function react(outageMs: number, connectedAt: number, random: () => number): Reaction {
  const pace = createPace(PACE);
  pace.called(connectedAt);
  const calls: number[] = [];
  let now = 0;
  for (let failures = 1; ; failures++) {
    now += Math.floor(random() * ceilingMs(failures, RECONNECT));
    now += pace.waitMs(now);
    pace.called(now);
    calls.push(now);
    now += 2 * ROUND_TRIP_MS; // the call, then the handshake
    if (now >= outageMs) return { calls, backAt: now + ROUND_TRIP_MS };
  }
}
