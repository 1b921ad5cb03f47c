import { filter, map, type Observable, scan, startWith } from 'rxjs';
import type { Chat } from 'rx-connect-chat/lite';

/** A message that was sent, or could not be. */
export interface Sending {
  /** When the service had taken it, or it had failed: milliseconds since 1970. */
  readonly at: number;
  /** How long that took, with all attempts. */
  readonly ms: number;
  readonly isSent: boolean;
}

/** How many sendings are kept, the newest. */
export const KEPT = 300;

export const reduceLatencyLog = (log: readonly Sending[], sending: Sending): readonly Sending[] =>
  [...log, sending].slice(-KEPT);

/**
 * How long the service took for each message that was sent from here: the metric `api` of SendMessage,
 * from when the first attempt set out. What a message waited for a connection is not in it; that is in
 * the connection's log.
 *
 * - **On subscribe**: none. **Emits** with each message. **Completes** with the chat.
 */
export const latencyLog = (
  { metrics$ }: Pick<Chat, 'metrics$'>,
  now: () => number,
): Observable<readonly Sending[]> =>
  metrics$.pipe(
    filter((metric) => metric.type === 'api'),
    filter(({ operation }) => operation === 'SendMessage'),
    map(({ ms, outcome }): Sending => ({ at: now(), ms, isSent: outcome === 'ok' })),
    scan(reduceLatencyLog, []),
    startWith([]),
  );
