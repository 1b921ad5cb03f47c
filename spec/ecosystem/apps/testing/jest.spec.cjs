const { suite } = require('./suite.cjs');

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
