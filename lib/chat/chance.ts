import type { ChatLogger } from './logger.js';

/**
 * What `random` gives, as long as that is in [0, 1); where it is not, or `random` throws, the platform's,
 * and an error is logged the first time. A chat that knows no time to wait would not come back, or come
 * back without waiting.
 */
export function chance(
  random: (() => number) | undefined,
  log: ChatLogger,
  otherwise = Math.random,
): () => number {
  if (random === undefined) return otherwise;
  let isKnown = false;
  return () => {
    try {
      const value = random();
      if (value >= 0 && value < 1) return value;
    } catch {
      // As where it gives no number.
    }
    if (!isKnown) log.error('the option random is not in [0, 1): Math.random is taken');
    isKnown = true;
    return otherwise();
  };
}
