import { errorName } from '../api/index.js';
import type { ChatLogger } from './logger.js';

/**
 * What `random` gives, as long as that is a number in [0, 1); where it is not, or `random` throws, what
 * `otherwise` gives, and an error is logged the first time. A chat that knows no time to wait would not
 * come back, or come back without waiting.
 */
export function safeRandom(
  random: (() => number) | undefined,
  log: ChatLogger,
  otherwise = Math.random,
): () => number {
  if (random === undefined) return otherwise;
  let isKnown = false;
  return () => {
    let reason = 'no number in [0, 1)';
    try {
      const value: unknown = random();
      if (typeof value === 'number' && value >= 0 && value < 1) return value;
    } catch (error) {
      reason = errorName(error);
    }
    if (!isKnown) log.error('the option random fails: Math.random is taken', { reason });
    isKnown = true;
    return otherwise();
  };
}
