import fc from 'fast-check';
import { reloads } from './support/reloads.js';

/** What happens, `afterMs` milliseconds after what happened before it. */
interface Step {
  readonly afterMs: number;
  readonly act:
    | 'customer writes'
    | 'agent writes'
    | 'reload'
    | 'kill'
    | 'cut'
    | 'lose an answer'
    | 'delay an answer'
    | 'lose frames'
    | 'go offline';
}

const steps = fc.array(
  fc.record<Step>({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3_000 })),
    act: fc.oneof(
      { weight: 3, arbitrary: fc.constant('customer writes' as const) },
      { weight: 3, arbitrary: fc.constant('agent writes' as const) },
      { weight: 3, arbitrary: fc.constantFrom('reload' as const, 'kill' as const) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'cut' as const,
          'lose an answer' as const,
          'delay an answer' as const,
          'lose frames' as const,
          'go offline' as const,
        ),
      },
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

/** A conversation over several pages; the network comes back after it. */
function run(given: readonly Step[]) {
  const virtual = reloads({ history: 100, orderingWindowMs: 0 });
  const { advance, agent, contact, emulator, pendingTimers } = virtual;
  const { faults } = emulator;
  const lives = [virtual.life()];
  advance(1_000);
  const written: string[] = [];
  let online: (() => void) | undefined;
  for (const { afterMs, act } of given) {
    advance(afterMs);
    switch (act) {
      case 'customer writes': {
        const text = `customer ${written.length}`;
        written.push(text);
        virtual
          .life()
          .chat.sendMessage(text)
          .subscribe({ error: () => undefined });
        break;
      }
      case 'agent writes':
        agent.say(`agent ${virtual.scheduler.now()}`);
        advance(1); // the service's times differ
        break;
      case 'reload':
        lives.push(virtual.reload());
        break;
      case 'kill':
        lives.push(virtual.kill());
        break;
      case 'cut':
        faults.cutSockets();
        break;
      case 'lose an answer':
        faults.loseAnswer('SendMessage', { times: 1 });
        break;
      case 'delay an answer':
        faults.delayOperation('SendMessage', 2_000, { times: 1 });
        break;
      case 'lose frames':
        faults.dropFrames({ times: 2 });
        break;
      case 'go offline':
        if (online) online();
        online = online ? undefined : faults.offline();
        break;
    }
  }
  online?.();
  faults.clear();
  advance(4_000_000); // a renewal finds what frames lost
  const shown = virtual.life().transcript.last?.items ?? [];
  virtual.life().chat.close();
  const kept = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
  return {
    sent: kept.map(({ Id }) => Id ?? ''),
    got: lives.flatMap(({ messages }) => messages.values.map(({ id }) => id)),
    shown: shown.filter(({ type }) => type === 'MESSAGE').map(({ id }) => id),
    statuses: shown.map(({ status }) => status),
    written,
    delivered: kept
      .filter(({ ParticipantId }) => ParticipantId === contact.participantId)
      .map(({ Content }) => Content),
    pendingTimers: pendingTimers(),
  };
}

describe('a chat that is reloaded at any moment', () => {
  it('loses nothing, doubles nothing, and sends what it was given', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const result = run(given);
        expect([...result.got].sort()).toEqual([...result.sent].sort());
        expect(result.shown).toEqual(result.sent);
        expect([...result.delivered].sort()).toEqual([...result.written].sort());
        expect(result.statuses).not.toContain('sending');
        expect(result.statuses).not.toContain('failed');
        expect(result.pendingTimers).toBe(0);
      }),
      { numRuns: 150, seed: 1 },
    );
  }, 300_000);
});
