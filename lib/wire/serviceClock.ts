/**
 * What time it is at the service, by the times of what it sends. The device's clock may be wrong by hours, and
 * how long a token or a URL lives is not said, so that an expiry does not tell the time.
 */
export interface ServiceClock {
  /**
   * Something that happened at `time` by the service's clock has been seen at `now` by the device's, both in
   * milliseconds since 1970.
   *
   * @param isLive - whether it was seen as soon as it happened.
   */
  saw(time: number, now: number, isLive: boolean): void;
  /** The service's time when the device's is `now`. */
  at(now: number): number;
  /** The earliest that it can have been at the service when the device's time was `now`. */
  earliestAt(now: number): number;
}

export function createServiceClock(): ServiceClock {
  /** The least time after which something was seen. Nothing is seen before it happens. */
  let leastMs = Infinity;
  let hasSeenLive = false;
  return {
    saw: (time, now, isLive) => {
      leastMs = Math.min(leastMs, now - time);
      hasSeenLive ||= isLive;
    },
    // Until something live has come, the device is taken to be right, or behind.
    at: (now) => now - (hasSeenLive ? leastMs : Math.min(0, leastMs)),
    earliestAt: (now) => now - leastMs,
  };
}
