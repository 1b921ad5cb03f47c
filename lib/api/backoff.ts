/** How long to wait between tries. */
export interface BackoffOptions {
  /** Ceiling of the first wait, in milliseconds; doubles with each try. @defaultValue 1000 */
  readonly firstDelayMs?: number;
  /** Ceiling of any wait, in milliseconds. @defaultValue 30000 */
  readonly maxDelayMs?: number;
}

/** What `setTimeout` can wait for; it treats a longer time as none. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Ceiling of the wait before try number 0, in milliseconds. */
const QUICK_RETRY_MS = 100;

/**
 * The ceiling of the wait before try number `attempt`, in milliseconds: `firstDelayMs` before the first,
 * doubling to `maxDelayMs`. Before number 0, which a caller may use for a quick retry, it is at most
 * 100 ms.
 */
export const backoffMs = (attempt: number, firstDelayMs: number, maxDelayMs: number): number =>
  attempt === 0
    ? Math.min(QUICK_RETRY_MS, firstDelayMs)
    : Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));

/** A wait's bounds, and its jitter. */
export interface RetryDelayOptions extends Required<BackoffOptions> {
  /** The least to wait, in milliseconds, such as `Retry-After` requests. @defaultValue 0 */
  readonly minDelayMs?: number | undefined;
  /** Jitter source in [0, 1). */
  readonly random: () => number;
}

/**
 * How long to wait before try number `attempt`, in milliseconds: a random part of {@link backoffMs} (full
 * jitter), so that many clients that failed together do not return together. Every wait before a retry
 * is computed here.
 */
export const retryDelayMs = (
  attempt: number,
  { firstDelayMs, maxDelayMs, minDelayMs = 0, random }: RetryDelayOptions,
): number => {
  const jitteredMs = Math.floor(random() * backoffMs(attempt, firstDelayMs, maxDelayMs));
  return Math.min(LONGEST_TIMER_MS, Math.max(minDelayMs, jitteredMs));
};
