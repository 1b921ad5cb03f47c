/** What is read of an event in Chromium's traces; times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** The CPU time in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** What a page's main thread does. */
export type Work = 'scripts' | 'garbage collection' | 'style' | 'layout' | 'painting' | 'the rest';

/** How much of its CPU time the main thread spends with what: shares of 1. */
export type TimeShares = Readonly<Record<Work, number>>;

/** What events are of; those inside of them are of the same, unless they are named themselves. */
const WORK: ReadonlyMap<string, Work> = new Map([
  ...names('scripts', 'EvaluateScript', 'EventDispatch', 'FireAnimationFrame', 'FunctionCall'),
  ...names('scripts', 'RunMicrotasks', 'TimerFire'),
  ...names('garbage collection', 'MajorGC', 'MinorGC'),
  ...names('style', 'UpdateLayoutTree'),
  ...names('layout', 'Layout'),
  ...names('painting', 'Commit', 'Layerize', 'Paint', 'PrePaint', 'UpdateLayer'),
]);

function names(work: Work, ...events: readonly string[]): readonly (readonly [string, Work])[] {
  return events.map((event) => [event, work] as const);
}

/** What the busiest page of a trace does. */
export function whereTimeGoes(events: readonly TraceEvent[]): TimeShares {
  const pages = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const [busiest] = pages
    .map((page) => timesOf(events.filter(({ pid, tid }) => pid === page.pid && tid === page.tid)))
    .sort((a, b) => sum(b) - sum(a));
  if (busiest === undefined) throw new Error('cannot read the trace: it has no page');
  const all = sum(busiest);
  const shares = Object.entries(busiest).map(([work, time]) => [work, time / all]);
  return Object.fromEntries(shares) as TimeShares;
}

const sum = (times: TimeShares) => Object.values(times).reduce((total, time) => total + time, 0);

/** The CPU time of a thread. */
function timesOf(events: readonly TraceEvent[]): TimeShares {
  const times: Record<Work, number> = {
    scripts: 0,
    style: 0,
    layout: 0,
    painting: 0,
    'garbage collection': 0,
    'the rest': 0,
  };
  const open: { readonly end: number; readonly work: Work }[] = [];
  const inOrder = events
    .filter(({ dur }) => dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  for (const { name, ts, dur = 0, tdur = 0 } of inOrder) {
    while ((open.at(-1)?.end ?? Infinity) <= ts) open.pop();
    const outer = open.at(-1)?.work;
    const work = WORK.get(name) ?? outer ?? 'the rest';
    times[work] += tdur;
    if (outer !== undefined) times[outer] -= tdur;
    open.push({ end: ts + dur, work });
  }
  return times;
}
