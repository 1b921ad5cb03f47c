import type { Schedule } from './schedule.js';

/** Schedules that a random run has found to go wrong, as small as it could make them: what was wrong, and the schedule. */
export const found: readonly (readonly [string, Schedule])[] = [
  [
    'gives a message that came just before a loss behind those that were missed before it',
    {
      steps: [
        { afterMs: 29_119, act: { kind: 'refuse', forMs: 2_182 } },
        { afterMs: 171, act: { kind: 'agent-writes', count: 4 } },
        { afterMs: 2_984, act: { kind: 'customer-writes' } },
        { afterMs: 2_921, act: { kind: 'refuse', forMs: 1 } },
        { afterMs: 0, act: { kind: 'customer-writes' } },
      ],
      latencyMs: 29,
      history: 0,
      seed: 1_705_784_393,
    },
  ],
];
