import type { ChatLogger } from './logger.js';

/**
 * What `random` gives, as long as that is a number in [0, 1); where it is not, or `random` throws, the
 * platform's, and an error is logged the first time. A chat that knows no time to wait would not come back,
 * or come back without waiting.
 */
export function chance(
  random: (() => number) | undefined,
  log: ChatLogger,
  otherwise = Math.random,
): () => number {
  if (random === undefined) return otherwise;
  let isKnown = false;
  return () => {
    const value = valueOf(random);
    if (typeof value === 'number' && value >= 0 && value < 1) return value;
    if (!isKnown) log.error('the option random gives no number in [0, 1): Math.random is taken');
    isKnown = true;
    return otherwise();
  };
}

function valueOf(random: () => unknown): unknown {
  try {
    return random();
  } catch {
    return undefined;
  }
}
