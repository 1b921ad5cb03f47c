import { NEVER, type Observable, Subject } from 'rxjs';
import { type Heartbeat, heartbeats } from '../../lib/connection/heartbeat.js';
import { type Frame, HEARTBEAT_FRAME, PING_FRAME } from '../../lib/wire/index.js';
import { VirtualClock } from '../support/virtualClock.js';

interface BeatingOptions {
  readonly check$?: Observable<unknown>;
  readonly latencyMs?: number;
}

/** Heartbeats on a clock of their own; answered `latencyMs` later if they are to be. */
function beating({ check$ = NEVER, latencyMs = 20 }: BeatingOptions = {}) {
  const clock = new VirtualClock();
  const frames$ = new Subject<Frame>();
  const sent: [string, number][] = [];
  const told: [Heartbeat, number][] = [];
  const answers = { heartbeat: true, ping: true, pingOk: true };
  let error: unknown;
  const send = (frame: string) => {
    sent.push([frame, clock.now()]);
    clock.schedule(() => {
      if (frame === HEARTBEAT_FRAME && answers.heartbeat) frames$.next({ kind: 'heartbeat' });
      if (frame === PING_FRAME && answers.ping) frames$.next({ kind: 'ping', ok: answers.pingOk });
    }, latencyMs);
  };
  const subscription = heartbeats(send, frames$, check$, clock).subscribe({
    next: (heartbeat) => told.push([heartbeat, clock.now()]),
    error: (e: unknown) => (error = e),
  });
  return {
    clock,
    frames$,
    answers,
    told,
    subscription,
    error: () => error,
    sentAt: (frame: string) => sent.filter(([each]) => each === frame).map(([, at]) => at),
  };
}

const dead = {
  name: 'ChatError',
  code: 'Network',
  message: 'cannot keep the socket: its heartbeat stopped',
};

describe('heartbeats', () => {
  it('sends both heartbeats at once and then every 10 s', () => {
    const { clock, sentAt } = beating();
    clock.advance(35_000);

    expect(sentAt(HEARTBEAT_FRAME)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(sentAt(PING_FRAME)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('emits each answer with its latency', () => {
    const { clock, told } = beating({ latencyMs: 35 });
    clock.advance(10_100);

    expect(told).toEqual([
      [{ kind: 'shallow', ok: true, ms: 35 }, 35],
      [{ kind: 'deep', ok: true, ms: 35 }, 35],
      [{ kind: 'shallow', ok: true, ms: 35 }, 10_035],
      [{ kind: 'deep', ok: true, ms: 35 }, 10_035],
    ]);
  });

  it('ignores other frames', () => {
    const { clock, frames$, answers, told, error } = beating();
    answers.heartbeat = answers.ping = false;
    clock.advance(5);
    frames$.next({ kind: 'subscription', status: 'success' });
    frames$.next({ kind: 'unknown', topic: 'aws/other', content: {} });
    clock.advance(9_995);

    expect(told).toEqual([]);
    expect(error()).toMatchObject(dead);
  });

  it('errors if a heartbeat is unanswered when the next is due, and not before', () => {
    const { clock, answers, error, sentAt } = beating();
    clock.advance(15_000);
    answers.heartbeat = false;
    clock.advance(14_999);
    expect(error()).toBeUndefined();

    clock.advance(1);
    expect(error()).toMatchObject(dead);
    expect(sentAt(HEARTBEAT_FRAME)).toEqual([0, 10_000, 20_000]);
  });

  it('accepts a late answer', () => {
    const { clock, error } = beating({ latencyMs: 9_999 });
    clock.advance(60_000);

    expect(error()).toBeUndefined();
  });

  it('reports a deep heartbeat that stays unanswered, and continues', () => {
    const { clock, answers, told, error } = beating();
    answers.ping = false;
    clock.advance(25_000);

    expect(told.filter(([{ kind }]) => kind === 'deep')).toEqual([
      [{ kind: 'deep', ok: false, ms: 10_000 }, 10_000],
      [{ kind: 'deep', ok: false, ms: 10_000 }, 20_000],
    ]);
    expect(error()).toBeUndefined();
  });

  it('reports a deep heartbeat that is answered with a failure, once, and continues', () => {
    const { clock, answers, told, error } = beating();
    answers.pingOk = false;
    clock.advance(15_000);

    expect(told.filter(([{ ok }]) => !ok)).toEqual([
      [{ kind: 'deep', ok: false, ms: 20 }, 20],
      [{ kind: 'deep', ok: false, ms: 20 }, 10_020],
    ]);
    expect(error()).toBeUndefined();
  });

  it('sends a heartbeat at once on a check, and every 10 s from then on', () => {
    const check$ = new Subject<void>();
    const { clock, sentAt, error } = beating({ check$ });
    clock.advance(4_000);
    check$.next();
    clock.advance(16_500);

    expect(sentAt(HEARTBEAT_FRAME)).toEqual([0, 4_000, 14_000]);
    expect(error()).toBeUndefined();
  });

  it('detects a dead socket 2 s after a check', () => {
    const check$ = new Subject<void>();
    const { clock, answers, error } = beating({ check$ });
    clock.advance(1_000);
    answers.heartbeat = answers.ping = false;
    check$.next();
    clock.advance(1_999);
    expect(error()).toBeUndefined();

    clock.advance(1);
    expect(error()).toMatchObject(dead);
  });

  it('gives a socket that had not answered yet 2 s on a check', () => {
    const check$ = new Subject<void>();
    const { clock, answers, error } = beating({ check$ });
    answers.heartbeat = false;
    clock.advance(5_000);
    answers.heartbeat = true;
    check$.next();
    clock.advance(60_000);

    expect(error()).toBeUndefined();
  });

  it('detects a dead socket in 2 s even if checks are repeated', () => {
    const check$ = new Subject<void>();
    const { clock, answers, error } = beating({ check$ });
    clock.advance(1_000);
    answers.heartbeat = answers.ping = false;
    for (let i = 0; i < 10; i++) {
      if (error() === undefined) check$.next();
      clock.advance(1_000);
      if (error() !== undefined) break;
    }

    expect(error()).toMatchObject(dead);
    expect(clock.now()).toBeLessThanOrEqual(3_000);
  });

  it('does not count a deep heartbeat as unanswered because of an extra one', () => {
    const check$ = new Subject<void>();
    const { clock, told } = beating({ check$, latencyMs: 100 });
    clock.advance(10_050);
    check$.next();
    clock.advance(5_000);

    expect(told.every(([{ ok }]) => ok)).toBe(true);
  });

  it('stops when it is unsubscribed', () => {
    const check$ = new Subject<void>();
    const { clock, frames$, subscription } = beating({ check$ });
    clock.advance(1_000);
    check$.next();
    clock.advance(100);
    subscription.unsubscribe();

    expect(clock.pending).toBe(0);
    expect(frames$.observed).toBe(false);
    expect(check$.observed).toBe(false);
  });

  it('errors with its sources, and leaves no timer', () => {
    const { clock, frames$, error } = beating();
    clock.advance(1_000);
    frames$.error(new Error('closed'));

    expect(error()).toEqual(new Error('closed'));
    expect(clock.pending).toBe(0);
  });
});
