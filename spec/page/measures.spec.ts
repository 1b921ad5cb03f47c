import { distinctUntilChanged, ignoreElements, map } from 'rxjs';
import type { Metric } from 'rx-connect-chat/lite';
import { TestScheduler } from 'rxjs/testing';
import {
  connectionLog,
  type ConnectionChange,
  KEPT,
  NO_CONNECTION,
  reduceConnectionLog,
} from '../../examples/page/measures/connectionLog.js';
import { latencyLog, type Sending } from '../../examples/page/measures/latencyLog.js';
import {
  connectionText,
  durationText,
  latencyText,
} from '../../examples/page/measures/measuresText.js';
import { agoText, marksOf, windowOf } from '../../examples/page/measures/window.js';

const status = (at: number, name: 'connecting' | 'connected' | 'reconnecting' | 'offline') =>
  ({ type: 'status', status: name, at }) as const;
const filled = (at: number, items: number) => ({ type: 'filled', items, at }) as const;
const logOf = (...changes: readonly ConnectionChange[]) =>
  changes.reduce(reduceConnectionLog, NO_CONNECTION);

describe("a connection's log", () => {
  it('has a span for each state, however often it is said', () => {
    const log = logOf(status(0, 'connecting'), status(2, 'connected'), status(3, 'connected'));

    expect(log.spans).toEqual([
      { status: 'connecting', from: 0, to: 2 },
      { status: 'connected', from: 2, to: undefined },
    ]);
  });

  it('counts as a cut what takes a connection away, and no attempt after it', () => {
    const first = [status(0, 'connecting'), status(1, 'reconnecting'), status(2, 'connected')];

    expect(logOf(...first).cuts).toBe(0);
    expect(logOf(...first, status(3, 'reconnecting'), status(4, 'offline')).cuts).toBe(1);
    expect(logOf(...first, status(3, 'offline')).cuts).toBe(1);
  });

  it('sums up what was missed and fetched', () => {
    const log = logOf(status(0, 'connected'), filled(1, 0), filled(2, 3), filled(3, 2));

    expect(log.fills).toEqual([
      { at: 2, items: 3 },
      { at: 3, items: 2 },
    ]);
    expect(log.filled).toBe(5);
  });

  it('forgets the oldest, but not what it came to', () => {
    const many = Array.from({ length: 2 * KEPT }, (_, at) => [
      status(2 * at, 'connected'),
      status(2 * at + 1, 'reconnecting'),
      filled(2 * at + 1, 1),
    ]);

    const log = logOf(...many.flat());

    expect(log.spans).toHaveLength(KEPT);
    expect(log.fills).toHaveLength(KEPT);
    expect(log).toMatchObject({ cuts: 2 * KEPT, filled: 2 * KEPT });
  });

  // prettier-ignore
  it('follows a chat', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, expectObservable }) => {
      const chat = {
        connectionState$: cold('c-r-(c|)', { c: { status: 'connected', since: new Date(0), transport: 'websocket' }, r: { status: 'offline' } } as const),
        metrics$:         cold<Metric>('---f----|', { f: { type: 'gap-filled', items: 2, ms: 1 } }),
      };
      const words = { n: 'Not connected yet', o: 'No cuts', x: '1 cut', y: '1 cut, 2 items fetched' };

      const text$ = connectionLog(chat, () => scheduler.now()).pipe(
        map(connectionText),
        distinctUntilChanged(),
      );

      const seen: string[] = [];
      text$.subscribe((text) => seen.push(text));
      scheduler.schedule(() => expect(seen).toEqual([words.n, words.o, words.x, words.y]), 9);
      expectObservable(text$.pipe(ignoreElements())).toBe('--------|');
    });
  });
});

describe('a log of latencies', () => {
  it('has each message that was sent, or failed, and no other call', () => {
    const metric = (operation: string, ms: number, outcome: 'ok' | 'Network' = 'ok') =>
      ({ type: 'api', operation, ms, outcome, attempts: 1 }) as const;
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, expectObservable }) => {
      const metrics$ = cold<Metric>('-aqb-(c|)', {
        a: metric('SendMessage', 12),
        q: { type: 'queue', length: 1 },
        b: metric('SendEvent', 5),
        c: metric('SendMessage', 900, 'Network'),
      });
      const sent = { at: 1, ms: 12, isSent: true };
      const failed = { at: 5, ms: 900, isSent: false };

      expectObservable(latencyLog({ metrics$ }, () => scheduler.now())).toBe('na---(f|)', {
        n: [],
        a: [sent],
        f: [sent, failed],
      });
    });
  });
});

describe('what the pictures say in words', () => {
  const sendings = (...times: readonly number[]): readonly Sending[] =>
    times.map((ms, at) => ({ at, ms: Math.abs(ms), isSent: ms >= 0 }));

  it.each([
    [[], 'Nothing sent yet'],
    [[12], '1 sent, in 12 ms'],
    [[30, 10, 20], '3 sent, median 20 ms, slowest 30 ms'],
    [[10, 20], '2 sent, median 15 ms, slowest 20 ms'],
    [[10, -5], '1 sent, in 10 ms, 1 failed'],
    [[-5], '0 sent, 1 failed'],
  ])('%j: %s', (times, text) => {
    expect(latencyText(sendings(...times))).toBe(text);
  });

  it.each([
    [80, '80 ms'],
    [1_400, '1 s'],
    [59_400, '59 s'],
    [59_900, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('%i ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('the window of a chart', () => {
  it.each([
    [0, 60_000],
    [60_000, 60_000],
    [61_000, 120_000],
    [200_000, 300_000],
    [3_600_000, 600_000],
  ])('after %i ms is %i ms long', (age, length) => {
    const { from, to } = windowOf(1_000_000, 1_000_000 + age);

    expect(to).toBe(1_000_000 + age);
    expect(to - from).toBe(length);
  });

  it('has marks that stand still', () => {
    const window = windowOf(0, 100_000);

    expect(marksOf(window).map((mark) => agoText(mark, window))).toEqual([
      '-2:00',
      '-1:30',
      '-1:00',
      '-0:30',
      'now',
    ]);
  });
});
