import { retryDelayMs } from '../../../lib/api/index.js';
import { SlidingWindow } from '../../../lib/connection/slidingWindow.js';

/** What one client does about an outage that begins at 0. Times in milliseconds. */
export interface Reaction {
  /** When it called CreateParticipantConnection. */
  readonly calls: readonly number[];
  /** When it was subscribed again. */
  readonly backAt: number;
}

/** What a call, a handshake or a frame takes, there and back. */
export const ROUND_TRIP_MS = 100;

const BACKOFF = { firstDelayMs: 1_000, maxDelayMs: 30_000 };
const REQUEST_LIMITS = [
  { calls: 6, windowMs: 5_000 },
  { calls: 12, windowMs: 60_000 },
];

/**
 * This library's client, by its own backoff: all sockets drop at 0, and are refused for `outageMs`.
 * `connectedAt` is when it last called before that.
 */
export function react(outageMs: number, connectedAt: number, random: () => number): Reaction {
  const requests = new SlidingWindow(REQUEST_LIMITS);
  requests.called(connectedAt);
  const calls: number[] = [];
  let now = 0;
  for (let attempt = 0; ; attempt++) {
    now += retryDelayMs(attempt, { ...BACKOFF, random });
    now += requests.waitMs(now);
    requests.called(now);
    calls.push(now);
    now += 2 * ROUND_TRIP_MS; // the call, then the handshake
    if (now >= outageMs) return { calls, backAt: now + ROUND_TRIP_MS };
  }
}
