import fc from 'fast-check';
import { SlidingWindow } from '../../lib/connection/slidingWindow.js';

describe('SlidingWindow', () => {
  it('lets a call start at once while its limit is not reached', () => {
    const window = new SlidingWindow([{ calls: 2, windowMs: 100 }]);
    expect(window.waitMs(0)).toBe(0);
    window.called(0);
    expect(window.waitMs(0)).toBe(0);
  });

  it('delays the next call until the first one has left the window', () => {
    const window = new SlidingWindow([{ calls: 2, windowMs: 100 }]);
    window.called(0);
    window.called(40);

    expect(window.waitMs(50)).toBe(50);
    expect(window.waitMs(100)).toBe(0);
    window.called(100);
    expect(window.waitMs(100)).toBe(40);
  });

  it('counts no call in waitMs', () => {
    const window = new SlidingWindow([{ calls: 1, windowMs: 100 }]);
    for (let i = 0; i < 5; i++) expect(window.waitMs(0)).toBe(0);
  });

  it('holds every limit', () => {
    const window = new SlidingWindow([
      { calls: 1, windowMs: 10 },
      { calls: 3, windowMs: 100 },
    ]);
    window.called(0);
    expect(window.waitMs(5)).toBe(5);
    window.called(10);
    window.called(20);
    expect(window.waitMs(30)).toBe(70);
  });

  it('ignores calls from before the clock was set back', () => {
    const window = new SlidingWindow([{ calls: 1, windowMs: 100 }]);
    window.called(1_000_000);

    expect(window.waitMs(0)).toBe(0);
  });

  it('never lets more calls start in any window', () => {
    const limits = [
      { calls: 6, windowMs: 5_000 },
      { calls: 12, windowMs: 60_000 },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(8_000), { maxLength: 60 }), (pauses) => {
        const window = new SlidingWindow(limits);
        const calledAt: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          now += window.waitMs(now);
          window.called(now);
          calledAt.push(now);
        }
        for (const { calls, windowMs } of limits) {
          calledAt.forEach((at, i) => {
            const next = calledAt[i + calls];
            if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(windowMs);
          });
        }
      }),
    );
  });
});
