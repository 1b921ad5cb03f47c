import {
  asyncScheduler,
  concat,
  connect,
  defer,
  EMPTY,
  endWith,
  exhaustMap,
  filter,
  ignoreElements,
  merge,
  type MonoTypeOperatorFunction,
  type Observable,
  of,
  repeat,
  type SchedulerLike,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs';
import type { Receipt } from '../wire/index.js';

/** A receipt to be sent. */
export interface OutgoingReceipt {
  readonly status: Receipt['status'];
  readonly messageId: string;
  /**
   * When the message was sent, in milliseconds since 1970. One without a time comes after those before
   * it that have none, and before those that have one.
   */
  readonly time?: number | undefined;
}

/** Options of {@link throttleReceipts}. */
export interface ThrottleReceiptsOptions {
  /** At most one receipt of a kind is emitted in this time, in milliseconds. @defaultValue 5000 */
  readonly throttleMs?: number;
  /** How long a delivered receipt waits for a read one, in milliseconds. @defaultValue 300 */
  readonly deliveredWaitMs?: number;
  /** Emits when a receipt may be sent; subscribed for each. @defaultValue at once */
  readonly ready$?: Observable<unknown>;
  /** Clock of the waits. @defaultValue asyncScheduler */
  readonly scheduler?: SchedulerLike;
}

/**
 * Throttles receipts. A receipt covers all messages before its own, and a read receipt supersedes
 * delivered ones, so most need not be sent at all.
 *
 * - **Emits** a read receipt at once; a delivered one after `deliveredWaitMs`, unless a read one has
 *   superseded it. Then, for `throttleMs`, none of its kind; the newest of that time at its end. A
 *   receipt that waits for `ready$` is superseded by newer ones, too.
 * - **Completes** with the source; receipts that wait are emitted first, at once, or when `ready$` emits.
 * - **Errors** with the source and with `ready$`.
 * - **Unsubscribing** drops receipts that wait; a new subscription starts without a memory.
 *
 * It does not remember what it has emitted: a receipt that comes twice may be emitted twice.
 *
 * @throws RangeError when called with a time that is negative.
 */
export function throttleReceipts<T extends OutgoingReceipt>({
  throttleMs = 5_000,
  deliveredWaitMs = 300,
  ready$ = of(undefined),
  scheduler = asyncScheduler,
}: ThrottleReceiptsOptions = {}): MonoTypeOperatorFunction<T> {
  if (!(throttleMs >= 0 && deliveredWaitMs >= 0)) {
    throw new RangeError(
      `throttleReceipts: times must not be negative, got ${throttleMs} and ${deliveredWaitMs}`,
    );
  }
  return (source) =>
    defer(() => {
      const waiting: Record<Receipt['status'], Waiting<T> | undefined> = {
        delivered: undefined,
        read: undefined,
      };

      /** Queues a receipt, unless a queued one supersedes it; returns whether it did. */
      const wait = (receipt: T): boolean => {
        const { read, delivered } = waiting;
        if (read && supersedes(read.receipt, receipt)) return false;
        const before = waiting[receipt.status];
        if (before && isOlder(receipt, before.receipt)) return false;
        waiting[receipt.status] = { receipt, since: before?.since ?? scheduler.now() };
        const isSuperseded =
          receipt.status === 'read' && delivered && !isOlder(receipt, delivered.receipt);
        if (isSuperseded) waiting.delivered = undefined;
        return true;
      };

      const depart = (status: Receipt['status']): Observable<T> => {
        const next = waiting[status];
        waiting[status] = undefined;
        return next ? of(next.receipt) : EMPTY;
      };

      const restMs = (status: Receipt['status'], waitMs: number) => {
        const waitedMs = scheduler.now() - (waiting[status]?.since ?? -Infinity);
        return waitedMs < 0 ? 0 : waitMs - waitedMs; // negative after the clock was set back
      };

      /** Receipts of one kind, as long as some wait. */
      const departures = (status: Receipt['status'], waitMs: number): Observable<T> =>
        defer(() => {
          const rest = restMs(status, waitMs);
          return rest > 0 ? timer(rest, scheduler) : of(0);
        }).pipe(
          switchMap(() => ready$.pipe(take(1))),
          switchMap(() => {
            // What it waited with may be gone, and another have come that has to wait itself.
            if (!waiting[status] || restMs(status, waitMs) > 0) return EMPTY;
            return concat(depart(status), timer(throttleMs, scheduler).pipe(ignoreElements()));
          }),
          repeat({ delay: () => (waiting[status] ? of(0) : EMPTY) }),
        );

      return source.pipe(
        connect((receipts$) => {
          const lane = (status: Receipt['status'], waitMs: number) =>
            receipts$.pipe(
              filter((receipt) => receipt.status === status && wait(receipt)),
              exhaustMap(() => departures(status, waitMs)),
            );
          const lanes$ = merge(lane('read', 0), lane('delivered', deliveredWaitMs));
          return concat(
            lanes$.pipe(takeUntil(receipts$.pipe(ignoreElements(), endWith(undefined)))),
            defer(() => (waiting.read || waiting.delivered ? ready$.pipe(take(1)) : EMPTY)).pipe(
              switchMap(() => merge(depart('read'), depart('delivered'))),
            ),
          );
        }),
      );
    });
}

interface Waiting<T> {
  readonly receipt: T;
  /** When the first of those that it supersedes was queued. */
  readonly since: number;
}

/** Whether `a` says what `b` says, so that `b` need not go when `a` does. */
export const supersedes = (a: OutgoingReceipt, b: OutgoingReceipt): boolean =>
  (a.status === 'read' || b.status === 'delivered') &&
  (a.messageId === b.messageId ||
    (a.time !== undefined && b.time !== undefined && a.time >= b.time));

/** Whether `receipt` is for a message before that of `known`, though it was asked for later. */
const isOlder = (receipt: OutgoingReceipt, known: OutgoingReceipt) =>
  known.time !== undefined && (receipt.time === undefined || receipt.time < known.time);
