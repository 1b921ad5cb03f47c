import fc from 'fast-check';

/** Something that happens `afterMs` milliseconds after what happened before it. */
export interface Step {
  readonly afterMs: number;
  readonly act: Act;
}

/** What the two sides do, and what goes wrong. Durations in milliseconds. */
export type Act =
  | { readonly kind: 'customer-writes' }
  | { readonly kind: 'agent-writes'; readonly count: number }
  | { readonly kind: 'agent-types' }
  | { readonly kind: 'bot-streams'; readonly pieces: number; readonly finishes: boolean }
  | { readonly kind: 'frames'; readonly fault: FrameFault; readonly times: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'refuse'; readonly forMs: number }
  | { readonly kind: 'silence'; readonly forMs: number }
  | { readonly kind: 'offline'; readonly forMs: number; readonly told: boolean }
  | { readonly kind: 'unsubscribed'; readonly times: number; readonly refused: boolean }
  | {
      readonly kind: 'fails';
      readonly operation: Operation;
      readonly error: ServiceFault;
      readonly times: number;
    }
  | { readonly kind: 'loses-answer'; readonly operation: Operation; readonly times: number }
  | {
      readonly kind: 'slow';
      readonly operation: Operation;
      readonly byMs: number;
      readonly times: number;
    }
  | { readonly kind: 'tokens-expire' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'renewal' }
  | { readonly kind: 'away'; readonly forMs: number }
  /** Somebody sets the clock of the device. */
  | { readonly kind: 'clock'; readonly byMs: number };

export type FrameFault = 'drop' | 'double' | 'reorder' | 'delay';
export type Operation = 'CreateParticipantConnection' | 'SendMessage' | 'GetTranscript';
export type ServiceFault = 'ThrottlingException' | 'InternalServerException';

/** A conversation on a bad network. */
export interface Schedule {
  readonly steps: readonly Step[];
  /** The most that a frame, a request or an answer takes. */
  readonly latencyMs: number;
  readonly history: number;
  /** How long websockets are refused from the beginning, in milliseconds. @defaultValue 0 */
  readonly blockedForMs?: number;
  /** By which items lack fields; none do at 0. @defaultValue 0 */
  readonly lacking?: number;
  readonly seed: number;
}

const operation = fc.constantFrom<Operation>(
  'CreateParticipantConnection',
  'SendMessage',
  'GetTranscript',
);
const times = fc.integer({ min: 1, max: 4 });
const forMs = fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 3_000, max: 90_000 }));

const talk: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Act>({ kind: 'customer-writes' }) },
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: 1, max: 5 })
      .map((count): Act => ({ kind: 'agent-writes', count })),
  },
  { weight: 1, arbitrary: fc.constant<Act>({ kind: 'agent-types' }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ pieces: fc.integer({ min: 1, max: 6 }), finishes: fc.boolean() })
      .map((stream): Act => ({ kind: 'bot-streams', ...stream })),
  },
);

const trouble: fc.Arbitrary<Act> = fc.oneof(
  fc
    .record({ fault: fc.constantFrom<FrameFault>('drop', 'double', 'reorder', 'delay'), times })
    .map((frames): Act => ({ kind: 'frames', ...frames })),
  fc.constant<Act>({ kind: 'cut' }),
  forMs.map((ms): Act => ({ kind: 'refuse', forMs: ms })),
  forMs.map((ms): Act => ({ kind: 'silence', forMs: ms })),
  fc.record({ forMs, told: fc.boolean() }).map((spell): Act => ({ kind: 'offline', ...spell })),
  fc
    .record({ times, refused: fc.boolean() })
    .map((fault): Act => ({ kind: 'unsubscribed', ...fault })),
  fc
    .record({
      operation,
      error: fc.constantFrom<ServiceFault>('ThrottlingException', 'InternalServerException'),
      times,
    })
    .map((fault): Act => ({ kind: 'fails', ...fault })),
  fc.record({ operation, times }).map((fault): Act => ({ kind: 'loses-answer', ...fault })),
  fc
    .record({ operation, byMs: fc.integer({ min: 1, max: 20_000 }), times })
    .map((fault): Act => ({ kind: 'slow', ...fault })),
  fc.constant<Act>({ kind: 'tokens-expire' }),
  fc.constant<Act>({ kind: 'garbage' }),
  fc.constant<Act>({ kind: 'resume' }),
  fc.constant<Act>({ kind: 'renewal' }),
  forMs.map((ms): Act => ({ kind: 'away', forMs: ms })),
  fc.integer({ min: -86_400_000, max: 86_400_000 }).map((byMs): Act => ({ kind: 'clock', byMs })),
);

/** Random schedules: both sides talk while things go wrong, some at once, some long after. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  steps: fc.array(
    fc.record({
      afterMs: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 300 }) },
        { weight: 2, arbitrary: fc.integer({ min: 300, max: 5_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 5_000, max: 60_000 }) },
      ),
      act: fc.oneof(talk, trouble),
    }),
    { minLength: 1, maxLength: 25 },
  ),
  latencyMs: fc.integer({ min: 1, max: 40 }),
  history: fc.constantFrom(0, 1, 15),
  blockedForMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 200_000 }) },
  ),
  lacking: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() }),
  seed: fc.nat(),
});
