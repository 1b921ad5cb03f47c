import type { RequestName } from '../requestName.js';

/** Calls that an account may make: so many a second over time, and so many at once after a pause. */
interface Quota {
  readonly perSecond: number;
  readonly burst: number;
}

const SLOW: Quota = { perSecond: 2, burst: 5 };
const FAST: Quota = { perSecond: 10, burst: 15 };

/** Source: "Amazon Connect Participant Service API throttling quotas", in an older version of that page. */
const QUOTAS = new Map<RequestName, Quota>([
  ['CreateParticipantConnection', SLOW],
  ['DisconnectParticipant', SLOW],
  ['GetTranscript', SLOW],
  ['SendMessage', FAST],
  ['SendEvent', FAST],
]);

/** Counts the calls of an account, each operation for itself: a token bucket as API Gateway has it. */
export class AccountQuotas {
  /** When all calls let through so far would be through at the steady rate, in milliseconds since 1970. */
  readonly #throughAt = new Map<RequestName, number>();

  /** Whether a call at `now` goes through; one that does not counts for nothing. */
  admits(operation: RequestName, now: number): boolean {
    const quota = QUOTAS.get(operation);
    if (!quota) return true;
    const intervalMs = 1_000 / quota.perSecond;
    const through = Math.max(now, this.#throughAt.get(operation) ?? 0) + intervalMs;
    if (through - now > quota.burst * intervalMs) return false;
    this.#throughAt.set(operation, through);
    return true;
  }
}
