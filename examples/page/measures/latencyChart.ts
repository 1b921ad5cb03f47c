import type { Observable, Subscription } from 'rxjs';
import { createChart } from './chart.js';
import type { Sending } from './latencyLog.js';
import type { Window } from './window.js';

/** The least that is shown, in milliseconds: what is quicker is quick enough. */
const LEAST_TOP = 20;

/** Draws how long each message took: a line of those that were sent, and apart from it those that failed. */
export function latencyChart(
  host: HTMLElement,
  theme$: Observable<unknown>,
): { show(sendings: readonly Sending[], window: Window): void; readonly shown: Subscription } {
  const chart = createChart(host, (palette) => ({
    theme$,
    hasTimes: true,
    yScale: { range: (_, __, max) => [0, Math.max(LEAST_TOP, (max ?? 0) * 1.15)] },
    yAxis: {
      space: 28,
      values: (_, marks) => marks.map((mark) => `${mark} ms`),
    },
    series: [
      {
        stroke: () => palette().accent,
        width: 1.5,
        spanGaps: true,
        points: { show: true, size: 6, fill: () => palette().accent },
      },
      {
        stroke: () => palette().bad,
        paths: () => null,
        points: { show: true, size: 8, fill: () => palette().bad },
      },
    ],
  }));
  return {
    shown: chart.shown,
    show: (sendings, window) => {
      chart.show(
        [
          sendings.map(({ at }) => at),
          sendings.map(({ ms, isSent }) => (isSent ? ms : null)),
          sendings.map(({ ms, isSent }) => (isSent ? null : ms)),
        ],
        window,
      );
    },
  };
}
