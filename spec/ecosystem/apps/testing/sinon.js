import { deepStrictEqual } from 'node:assert';
import { install } from '@sinonjs/fake-timers';

/** @type {ReturnType<typeof install> | undefined} */
let clock;

/** For runners without timers of their own: those of Sinon. */
export const sinon = {
  equal: deepStrictEqual,
  fakeTime: () => {
    clock = install();
  },
  /** @param {number} ms */
  pass: (ms) => {
    clock?.tick(ms);
  },
  realTime: () => {
    clock?.uninstall();
  },
};
