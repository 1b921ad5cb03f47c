import type { ConnectionLog, Span } from './connectionLog.js';
import type { Sending } from './latencyLog.js';

/** What the picture of the connection says, in words that change only when something happens. */
export function connectionText({ spans, cuts, filled }: ConnectionLog): string {
  if (spans.length === 0) return 'Not connected yet';
  const fetched = filled > 0 ? `, ${counted(filled, 'item')} fetched` : '';
  return cuts === 0 && filled === 0 ? 'No cuts' : `${counted(cuts, 'cut')}${fetched}`;
}

/** What the picture of the latency says. */
export function latencyText(sendings: readonly Sending[]): string {
  if (sendings.length === 0) return 'Nothing sent yet';
  const times = sendings
    .filter(({ isSent }) => isSent)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  const failed = sendings.length - times.length;
  const slowest = msText(times.at(-1) ?? 0);
  const how = times.length > 1 ? `, median ${msText(medianOf(times))}, slowest ${slowest}` : '';
  const sent = times.length === 1 ? `1 sent, in ${slowest}` : `${times.length} sent${how}`;
  return failed > 0 ? `${sent}, ${failed} failed` : sent;
}

/** What a span is called. */
export const statusText: Readonly<Record<Span['status'], string>> = {
  idle: 'Not connected',
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
  offline: 'No network',
  ended: 'Ended',
  failed: 'Failed',
  closed: 'Closed',
};

/** A duration as people say it. */
export function durationText(ms: number): string {
  if (ms < 1_000) return msText(ms);
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const msText = (ms: number): string => `${Math.round(ms)} ms`;

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

/** @param sorted - at least one. */
const medianOf = (sorted: readonly number[]): number => {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};
