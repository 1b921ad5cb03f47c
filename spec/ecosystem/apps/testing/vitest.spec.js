import { expect, it, vi } from 'vitest';
import { suite } from './suite.js';

suite({
  it,
  equal: (actual, expected) => {
    expect(actual).toEqual(expected);
  },
  fakeTime: () => {
    vi.useFakeTimers();
  },
  pass: (ms) => {
    vi.advanceTimersByTime(ms);
  },
  realTime: () => {
    vi.useRealTimers();
  },
});
