import type { Observable, Subscription } from 'rxjs';
import type uPlot from 'uplot';
import { createChart } from './chart.js';
import type { ConnectionLog, Fill, Span } from './connectionLog.js';
import type { Palette } from './palette.js';
import type { Window } from './window.js';

/** Draws how a connection has been: a band for each state, a mark where it was cut, what was fetched. */
export function connectionChart(
  host: HTMLElement,
  theme$: Observable<unknown>,
): { show(log: ConnectionLog, window: Window): void; readonly shown: Subscription } {
  let log: ConnectionLog | undefined;
  const chart = createChart(host, () => ({
    theme$,
    hasTimes: false,
    yScale: { range: [0, 1] },
    yAxis: { values: () => [], grid: { show: false } },
    series: [{ show: false }],
    draw: (plot, palette) => {
      if (log) drawLog(plot, palette, log);
    },
  }));
  return {
    shown: chart.shown,
    show: (latest, window) => {
      log = latest;
      chart.show(
        [
          [window.from, window.to],
          [null, null],
        ],
        window,
      );
    },
  };
}

function drawLog(plot: uPlot, palette: Palette, { spans, fills }: ConnectionLog): void {
  const { ctx } = plot;
  const { left, top, width, height } = plot.bbox;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  for (const [index, span] of spans.entries()) {
    drawSpan(plot, palette, span);
    if (spans[index - 1]?.status === 'connected' && isBroken(span)) drawCut(plot, palette, span);
  }
  for (const fill of fills) drawFill(plot, palette, fill);
  ctx.restore();
}

const isBroken = ({ status }: Span) => status === 'reconnecting' || status === 'offline';

/** What is connected is high and full, all else lower, so that it does not take colours to tell. */
function drawSpan(plot: uPlot, palette: Palette, { status, from, to }: Span): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const x = positionOf(plot, from);
  const end = positionOf(plot, to ?? plot.scales['x']?.max ?? from);
  const share = status === 'connected' ? 1 : status === 'ended' ? 0.15 : 0.45;
  ctx.fillStyle = colourOf(status, palette);
  ctx.fillRect(x, top + height * (1 - share), Math.max(1, end - x), height * share);
}

function drawCut(plot: uPlot, palette: Palette, { from }: Span): void {
  const { ctx } = plot;
  const { top, height } = plot.bbox;
  const x = positionOf(plot, from);
  ctx.fillStyle = palette.bad;
  ctx.fillRect(x - devicePixelRatio, top, 2 * devicePixelRatio, height);
}

function drawFill(plot: uPlot, palette: Palette, { at, items }: Fill): void {
  const { ctx } = plot;
  const { left, top, width } = plot.bbox;
  const size = 15 * devicePixelRatio;
  ctx.font = `650 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  const text = `+${items}`;
  const wide = ctx.measureText(text).width + 8 * devicePixelRatio;
  const x = Math.min(positionOf(plot, at), left + width - wide);
  ctx.fillStyle = palette.surface;
  ctx.beginPath();
  ctx.roundRect(x, top + 2 * devicePixelRatio, wide, size, size / 2);
  ctx.fill();
  ctx.fillStyle = palette.text;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x + wide / 2, top + 2 * devicePixelRatio + size / 2);
}

/** In pixels of the canvas. */
const positionOf = (plot: uPlot, time: number) => plot.valToPos(time, 'x', true);

function colourOf(status: Span['status'], palette: Palette): string {
  switch (status) {
    case 'connected':
      return palette.good;
    case 'failed':
      return palette.bad;
    case 'connecting':
    case 'reconnecting':
    case 'offline':
      return palette.warn;
    default:
      return palette.muted;
  }
}
