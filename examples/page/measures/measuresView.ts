import {
  combineLatest,
  filter,
  fromEvent,
  map,
  merge,
  Observable,
  type Subscription,
  timer,
} from 'rxjs';
import { child, part, setText } from '../parts.js';
import { timeOfDay } from '../transcript/itemText.js';
import { connectionChart } from './connectionChart.js';
import type { ConnectionLog } from './connectionLog.js';
import { latencyChart } from './latencyChart.js';
import type { Sending } from './latencyLog.js';
import { connectionText, durationText, latencyText, statusText } from './measuresText.js';
import { windowOf } from './window.js';

/** What is measured of one chat. */
export interface Measures {
  readonly connection$: Observable<ConnectionLog>;
  readonly latency$: Observable<readonly Sending[]>;
}

/** How many of the last spans are told in words. */
const ROWS = 8;

/**
 * Shows what is measured of a chat: as pictures that go on with the time, and in words.
 * Never emits; unsubscribing takes the pictures away.
 */
export const showMeasures = (
  root: HTMLElement,
  measures: Measures,
  theme$: Observable<unknown>,
): Observable<never> => new Observable(() => showAll(root, measures, theme$));

function showAll(
  root: HTMLElement,
  { connection$, latency$ }: Measures,
  theme$: Observable<unknown>,
): Subscription {
  const texts = {
    connection: part(root, 'connection-summary', HTMLElement),
    latency: part(root, 'latency-summary', HTMLElement),
  };
  const rows = part(root, 'connection-rows', HTMLTableSectionElement);
  const connection = connectionChart(part(root, 'connection-plot', HTMLElement), theme$);
  const latency = latencyChart(part(root, 'latency-plot', HTMLElement), theme$);

  const shown = connection$.subscribe((log) => {
    setText(texts.connection, connectionText(log));
    showRows(rows, log);
  });
  shown.add(
    latency$.subscribe((sendings) => {
      setText(texts.latency, latencyText(sendings));
    }),
  );
  const second$ = merge(timer(0, 1_000), fromEvent(document, 'visibilitychange')).pipe(
    filter(() => !document.hidden),
    map(() => Date.now()),
  );
  shown.add(
    combineLatest([connection$, latency$, second$]).subscribe(([log, sendings, second]) => {
      const now = Math.max(second, log.spans.at(-1)?.from ?? 0, sendings.at(-1)?.at ?? 0);
      const window = windowOf(log.spans[0]?.from ?? now, now);
      connection.show(log, window);
      latency.show(sendings, window);
    }),
  );
  shown.add(connection.shown);
  shown.add(latency.shown);
  return shown;
}

/** The picture of the connection as a table: the last states, the newest first. */
function showRows(body: HTMLTableSectionElement, { spans, fills }: ConnectionLog): void {
  body.replaceChildren();
  for (const { status, from, to = Infinity } of spans.slice(-ROWS).reverse()) {
    const filled = fills.filter(({ at }) => at >= from && at < to);
    const row = child(body, 'tr', '');
    child(row, 'td', '', timeOfDay(new Date(from)));
    child(row, 'td', '', statusText[status]);
    child(row, 'td', '', to === Infinity ? 'until now' : durationText(to - from));
    child(row, 'td', '', String(filled.reduce((sum, { items }) => sum + items, 0)));
  }
}
