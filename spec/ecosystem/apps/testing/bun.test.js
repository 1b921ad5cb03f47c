import { expect, it, jest } from 'bun:test';
import { suite } from './suite.js';

suite({
  it,
  equal: (actual, expected) => {
    expect(actual).toEqual(expected);
  },
  fakeTime: () => {
    jest.useFakeTimers();
  },
  pass: (ms) => {
    jest.advanceTimersByTime(ms);
  },
  realTime: () => {
    jest.useRealTimers();
  },
});
