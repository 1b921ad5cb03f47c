import fc from 'fast-check';
import { createPace } from '../../lib/connection/slidingWindow.js';

describe('a pace', () => {
  it('lets a call go at once while its limit is not reached', () => {
    const pace = createPace([{ calls: 2, withinMs: 100 }]);
    expect(pace.waitMs(0)).toBe(0);
    pace.called(0);
    expect(pace.waitMs(0)).toBe(0);
  });

  it('makes the next one wait until the first of them is long enough ago', () => {
    const pace = createPace([{ calls: 2, withinMs: 100 }]);
    pace.called(0);
    pace.called(40);

    expect(pace.waitMs(50)).toBe(50);
    expect(pace.waitMs(100)).toBe(0);
    pace.called(100);
    expect(pace.waitMs(100)).toBe(40);
  });

  it('is only asked, not used, by waitMs', () => {
    const pace = createPace([{ calls: 1, withinMs: 100 }]);
    for (let i = 0; i < 5; i++) expect(pace.waitMs(0)).toBe(0);
  });

  it('holds every limit', () => {
    const pace = createPace([
      { calls: 1, withinMs: 10 },
      { calls: 3, withinMs: 100 },
    ]);
    pace.called(0);
    expect(pace.waitMs(5)).toBe(5);
    pace.called(10);
    pace.called(20);
    expect(pace.waitMs(30)).toBe(70);
  });

  it('makes nobody wait for calls from before the clock was set back', () => {
    const pace = createPace([{ calls: 1, withinMs: 100 }]);
    pace.called(1_000_000);

    expect(pace.waitMs(0)).toBe(0);
  });

  it('never lets more through in any stretch of time', () => {
    const limits = [
      { calls: 6, withinMs: 5_000 },
      { calls: 12, withinMs: 60_000 },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(8_000), { maxLength: 60 }), (pauses) => {
        const pace = createPace(limits);
        const calledAt: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          now += pace.waitMs(now);
          pace.called(now);
          calledAt.push(now);
        }
        for (const { calls, withinMs } of limits) {
          calledAt.forEach((at, i) => {
            const next = calledAt[i + calls];
            if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(withinMs);
          });
        }
      }),
    );
  });
});
