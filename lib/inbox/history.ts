import { map, type Observable, type SchedulerLike, tap } from 'rxjs';
import { type ChatItem, isKept, type ServiceClock } from '../wire/index.js';
import {
  type GetPage,
  type SyncCursor,
  newestOf,
  type Page,
  pagesBackTo,
  stableCursor,
} from './pagesSince.js';

/** The transcript as it is when the chat is joined. Items are in ascending order. */
export interface History {
  /** What was sent before the chat was joined, as far as it is wanted. */
  readonly past: readonly ChatItem[];
  /** What was sent since the first subscription, if the connection was lost before the history came. */
  readonly missed: readonly ChatItem[];
  readonly newest: ChatItem | undefined;
  /** Where the items before these are to be had. */
  readonly olderToken: string | undefined;
  /** Whether there are items that have been fetched and are not among these. */
  readonly isCut: boolean;
  readonly cursor: SyncCursor;
}

/** What is asked for. */
export interface HistoryOptions {
  readonly getPage: GetPage;
  /** How many items; if none, one is fetched all the same, as the place after which items are missed. */
  readonly history: number;
  /** When the socket was first subscribed, by the device's clock; `undefined` if it was not yet. */
  readonly subscribedAt: number | undefined;
  readonly clock: ServiceClock;
  readonly scheduler: SchedulerLike;
}

/**
 * Fetches the history: one page, or if the chat was subscribed before, as many as reach back to that.
 *
 * Then the newest item and the live items bound the time of the subscription by the service's clock, however
 * wrong the device's clock is. So no missed item counts as history; an item that was sent just before the
 * subscription may count as missed.
 *
 * - **Errors** with what `getPage` errors, and with `Service` if the pages do not come to an end.
 */
export function fetchHistory({
  getPage,
  history,
  subscribedAt,
  clock,
  scheduler,
}: HistoryOptions): Observable<History> {
  const wanted = Math.max(history, 1);
  const isFirst = subscribedAt === undefined;
  /** What was sent since then was missed. */
  let since = isFirst ? Infinity : -Infinity;
  const isPastItem = (item: ChatItem) => item.time.getTime() < since;
  const answered = ({ items }: Page) => {
    const newest = items.at(-1);
    if (isFirst || !newest || since > -Infinity) return;
    const time = newest.time.getTime();
    clock.saw(time, scheduler.now(), false);
    since = Math.min(time, clock.earliestAt(subscribedAt));
  };
  const isLast = ({ items }: Page) =>
    isFirst || items.some((item) => isKept(item) && isPastItem(item));
  const getPages: GetPage = (request) => getPage(request).pipe(tap(answered));

  return pagesBackTo(isFirst ? wanted : Infinity, isLast, getPages).pipe(
    map(({ items, nextToken }): History => {
      const before = items.filter(isPastItem);
      const begin = Math.max(0, before.length - wanted);
      const past = history > 0 ? before.slice(begin) : [];
      const isCut = before.slice(0, before.length - past.length).some(isKept);
      const own = items.slice(begin);
      return {
        past,
        missed: items.slice(before.length),
        newest: newestOf(items),
        olderToken: isCut ? undefined : nextToken,
        isCut,
        cursor: stableCursor(own) ?? own.find(isKept) ?? own[0] ?? 'nothing',
      };
    }),
  );
}
