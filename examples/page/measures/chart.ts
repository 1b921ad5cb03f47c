import type { Observable } from 'rxjs';
import { Subscription } from 'rxjs';
import uPlot from 'uplot';
import { type Palette, readPalette } from './palette.js';
import { agoText, marksOf, type Window } from './window.js';

/** A chart over a window of time. */
export interface Chart {
  show(data: uPlot.AlignedData, window: Window): void;
  /** Takes it away. */
  readonly shown: Subscription;
}

export interface ChartOptions {
  /** Redraws it in the colours of the theme. */
  readonly theme$: Observable<unknown>;
  /** Whether there are times below it. */
  readonly hasTimes: boolean;
  readonly yAxis: uPlot.Axis;
  readonly yScale: uPlot.Scale;
  readonly series: readonly uPlot.Series[];
  readonly draw?: (plot: uPlot, palette: Palette) => void;
}

const AXIS_WIDTH = 46;
const TIMES_HEIGHT = 22;
const FONT = '11px system-ui, sans-serif';

/** @param palette - asks for the colours as they are when something is drawn. */
export function createChart(
  host: HTMLElement,
  optionsOf: (palette: () => Palette) => ChartOptions,
): Chart {
  let palette = readPalette(host);
  let window: Window = { from: 0, to: 1 };
  const { draw, hasTimes, series, theme$, yAxis, yScale } = optionsOf(() => palette);
  const axis: uPlot.Axis = {
    stroke: () => palette.muted,
    font: FONT,
    grid: { stroke: () => palette.edge, width: 1 },
    ticks: { show: false },
  };

  const plot = new uPlot(
    {
      width: Math.max(1, host.clientWidth),
      height: Math.max(1, host.clientHeight),
      ms: 1,
      padding: [6, 12, hasTimes ? 0 : 2, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false, range: () => [window.from, window.to] }, y: yScale },
      axes: [
        {
          ...axis,
          size: hasTimes ? TIMES_HEIGHT : 0,
          show: true,
          splits: () => marksOf(window),
          values: (_, marks) => marks.map((mark) => (hasTimes ? agoText(mark, window) : '')),
        },
        { ...axis, size: AXIS_WIDTH, ...yAxis },
      ],
      series: [{}, ...series],
      hooks: { drawSeries: [], draw: [(self) => draw?.(self, palette)] },
    },
    undefined,
    host,
  );

  const shown = new Subscription(() => {
    plot.destroy();
  });
  const resized = new ResizeObserver(() => {
    if (host.clientWidth > 0) {
      plot.setSize({ width: host.clientWidth, height: host.clientHeight });
    }
  });
  resized.observe(host);
  shown.add(() => {
    resized.disconnect();
  });
  shown.add(
    theme$.subscribe(() => {
      palette = readPalette(host);
      plot.redraw(false, true);
    }),
  );

  return {
    shown,
    show: (data, of) => {
      window = of;
      plot.setData(data);
    },
  };
}
