import { map, merge, type Observable, scan, startWith } from 'rxjs';
import type { Chat, ConnectionState, Metric } from 'rx-connect-chat/lite';

/** A time in which the connection was the same; `to` is open while it is. Milliseconds since 1970. */
export interface Span {
  readonly status: ConnectionState['status'];
  readonly from: number;
  readonly to: number | undefined;
}

/** So many items had been missed, and have been fetched. */
export interface Fill {
  readonly at: number;
  readonly items: number;
}

/** How a connection has been, as far back as is kept, and what it comes to from the beginning. */
export interface ConnectionLog {
  readonly spans: readonly Span[];
  readonly fills: readonly Fill[];
  /** How often a connection was lost. */
  readonly cuts: number;
  /** How many items were missed and fetched, in all. */
  readonly filled: number;
}

export type ConnectionChange =
  | { readonly type: 'status'; readonly status: Span['status']; readonly at: number }
  | { readonly type: 'filled'; readonly items: number; readonly at: number };

/** How many spans and fills are kept, the newest. */
export const KEPT = 200;

export const NO_CONNECTION: ConnectionLog = { spans: [], fills: [], cuts: 0, filled: 0 };

export function reduceConnectionLog(log: ConnectionLog, change: ConnectionChange): ConnectionLog {
  const { at } = change;
  if (change.type === 'filled') {
    const { items } = change;
    if (items === 0) return log; // nothing had been missed
    return {
      ...log,
      fills: [...log.fills, { at, items }].slice(-KEPT),
      filled: log.filled + items,
    };
  }
  const { status } = change;
  const last = log.spans.at(-1);
  if (last?.status === status) return log;
  const before = last ? [...log.spans.slice(0, -1), { ...last, to: at }] : [];
  const spans = [...before, { status, from: at, to: undefined }].slice(-KEPT);
  return { ...log, spans, cuts: log.cuts + (isCut(last, status) ? 1 : 0) };
}

/** Whether the connection was there, and is lost. */
const isCut = (last: Span | undefined, status: Span['status']) =>
  last?.status === 'connected' && (status === 'reconnecting' || status === 'offline');

/**
 * How the connection of a chat has been since this was subscribed.
 *
 * - **On subscribe**: how it is. **Emits** whenever that changes, or what was missed has been fetched.
 * - **Completes** with the chat.
 */
export const connectionLog = (
  { connectionState$, metrics$ }: Pick<Chat, 'connectionState$' | 'metrics$'>,
  now: () => number,
): Observable<ConnectionLog> =>
  merge(
    metrics$.pipe(map((metric) => fillOf(metric, now()))),
    connectionState$.pipe(map(({ status }) => ({ type: 'status', status, at: now() }) as const)),
  ).pipe(
    scan(
      (log, change: ConnectionChange | undefined) =>
        change ? reduceConnectionLog(log, change) : log,
      NO_CONNECTION,
    ),
    startWith(NO_CONNECTION),
  );

const fillOf = (metric: Metric, at: number): ConnectionChange | undefined =>
  metric.type === 'gap-filled' ? { type: 'filled', items: metric.items, at } : undefined;
