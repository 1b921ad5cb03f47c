/**
 * What time it is at the service. This device's clock may be wrong: each message that comes as soon as
 * it is sent shows by how much.
 */
export interface ServiceClock {
  /**
   * Something that happened at `time` has been seen at `now`, both milliseconds since 1970, the one by
   * the service's clock, the other by the device's.
   *
   * @param isLive - whether it has been seen as soon as it happened.
   */
  saw(time: number, now: number, isLive: boolean): void;
  /** The service's time when the device's is `now`. */
  at(now: number): number;
}

export function createServiceClock(): ServiceClock {
  /** How much the device is ahead. Until something live has come, its clock is taken for right. */
  let aheadMs = 0;
  let isKnown = false;
  return {
    saw: (time, now, isLive) => {
      const seenAfterMs = now - time;
      // What comes at once comes late by the way it took; nothing is seen before it happens.
      if ((isLive && !isKnown) || seenAfterMs < aheadMs) aheadMs = seenAfterMs;
      isKnown ||= isLive;
    },
    at: (now) => now - aheadMs,
  };
}
