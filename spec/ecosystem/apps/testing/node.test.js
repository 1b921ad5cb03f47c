import { deepStrictEqual } from 'node:assert';
import { it, mock } from 'node:test';
import { suite } from './suite.js';

suite({
  it,
  equal: deepStrictEqual,
  fakeTime: () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  },
  // In steps: what a timer sets within a tick is not due before the next one.
  pass: (ms) => {
    for (let left = ms; left > 0; left -= 50) mock.timers.tick(Math.min(left, 50));
  },
  realTime: () => {
    mock.timers.reset();
  },
});
