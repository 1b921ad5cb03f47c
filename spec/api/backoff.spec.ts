import { backoffMs, LONGEST_TIMER_MS, retryDelayMs } from '../../lib/api/backoff.js';

describe('backoffMs', () => {
  it.each([
    [0, 100],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [7, 30_000],
    [5_000, 30_000],
  ])('before try %d is %d ms', (attempt, ms) => {
    expect(backoffMs(attempt, 1_000, 30_000)).toBe(ms);
  });

  it('is never above the first delay if that is shorter than 100 ms', () => {
    expect(backoffMs(0, 20, 30_000)).toBe(20);
  });
});

describe('retryDelayMs', () => {
  const bounds = { firstDelayMs: 1_000, maxDelayMs: 30_000 };

  it('is a random part of the ceiling, in whole milliseconds', () => {
    expect(retryDelayMs(2, { ...bounds, random: () => 0 })).toBe(0);
    expect(retryDelayMs(2, { ...bounds, random: () => 0.12345 })).toBe(246);
    expect(retryDelayMs(2, { ...bounds, random: () => 0.999 })).toBe(1_998);
  });

  it('is at least what the error asks for', () => {
    const half = { ...bounds, minDelayMs: 700, random: () => 0.5 };
    expect(retryDelayMs(0, half)).toBe(700);
    expect(retryDelayMs(2, half)).toBe(1_000);
  });

  it('is never more than a timer can wait for', () => {
    const long = { ...bounds, minDelayMs: Infinity, random: () => 0 };
    expect(retryDelayMs(1, long)).toBe(LONGEST_TIMER_MS);
  });
});
