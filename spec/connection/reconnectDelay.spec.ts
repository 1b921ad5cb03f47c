import { ceilingMs, isRetryable, retryMs } from '../../lib/connection/reconnectDelay.js';
import { ChatError } from '../../lib/api/index.js';

const defaults = { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity };

describe('ceilingMs', () => {
  it.each([
    [1, 100],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
    [5, 8_000],
    [6, 16_000],
    [7, 30_000],
    [8, 30_000],
    [5_000, 30_000],
  ])('after failure number %d is %d ms', (failures, ms) => {
    expect(ceilingMs(failures, defaults)).toBe(ms);
  });

  it('is never above the first delay where that is shorter than 100 ms', () => {
    expect(ceilingMs(1, { ...defaults, firstDelayMs: 20 })).toBe(20);
  });
});

describe('retryMs', () => {
  const lost = new ChatError('Network', 'lost');
  const throttled = new ChatError('Throttled', 'no', { retryAfterMs: 700 });

  it('is a part of the ceiling, by chance, in whole milliseconds', () => {
    expect(retryMs(lost, 3, defaults, () => 0)).toBe(0);
    expect(retryMs(lost, 3, defaults, () => 0.12345)).toBe(246);
    expect(retryMs(lost, 3, defaults, () => 0.999)).toBe(1_998);
  });

  it('is not less than the service asks for', () => {
    expect(retryMs(throttled, 1, defaults, () => 0.5)).toBe(700);
    expect(retryMs(throttled, 3, defaults, () => 0.5)).toBe(1_000);
  });
});

describe('isRetryable', () => {
  it.each([
    ['Network', true],
    ['Service', true],
    ['Throttled', true],
    ['AccessDenied', false],
    ['Validation', false],
    ['Unsupported', false],
  ] as const)('of %s is %s', (code, curable) => {
    expect(isRetryable(new ChatError(code, ''))).toBe(curable);
  });

  it('is false of what is no ChatError', () => {
    expect(isRetryable(new Error('a mistake'))).toBe(false);
    expect(isRetryable({ retryable: true })).toBe(false);
    expect(isRetryable(undefined)).toBe(false);
  });
});
