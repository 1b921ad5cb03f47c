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
  [
    'keeps the pace of calls where a token is renewed and a socket is wanted at the same time',
    {
      steps: [
        { afterMs: 0, act: { kind: 'cut' } },
        { afterMs: 300, act: { kind: 'bot-streams', pieces: 1, finishes: false } },
        { afterMs: 300, act: { kind: 'tokens-expire' } },
        { afterMs: 300, act: { kind: 'offline', forMs: 6_314, told: false } },
        {
          afterMs: 300,
          act: { kind: 'loses-answer', operation: 'CreateParticipantConnection', times: 4 },
        },
        { afterMs: 0, act: { kind: 'customer-writes' } },
        { afterMs: 125, act: { kind: 'frames', fault: 'drop', times: 1 } },
        { afterMs: 206, act: { kind: 'customer-writes' } },
      ],
      latencyMs: 1,
      history: 0,
      seed: 0,
    },
  ],
  [
    'is back on its socket some minutes after it was polled',
    {
      steps: [
        { afterMs: 0, act: { kind: 'agent-types' } },
        { afterMs: 39_007, act: { kind: 'cut' } },
        { afterMs: 300, act: { kind: 'offline', forMs: 49_471, told: false } },
        { afterMs: 1, act: { kind: 'customer-writes' } },
        { afterMs: 5_964, act: { kind: 'resume' } },
        {
          afterMs: 26_057,
          act: { kind: 'loses-answer', operation: 'CreateParticipantConnection', times: 4 },
        },
      ],
      latencyMs: 2,
      history: 0,
      seed: 211_039_535,
    },
  ],
];
