import { map, type Observable, tap } from 'rxjs';
import { type ChatItem, isKept } from '../wire/index.js';
import {
  type GetPage,
  type Known,
  newestOf,
  type Page,
  pagesBackTo,
  settledOf,
} from './pagesSince.js';

/** The transcript as it is when the chat is joined. Items are in ascending order. */
export interface History {
  /** What was sent before the chat was joined, as far as it is wanted. */
  readonly past: readonly ChatItem[];
  /** What was sent since the chat was first subscribed, where that was lost before its history came. */
  readonly missed: readonly ChatItem[];
  readonly newest: ChatItem | undefined;
  /** Where the items before these are to be had. */
  readonly olderToken: string | undefined;
  /** Whether there are items that have been fetched and are not among these. */
  readonly isCut: boolean;
  readonly wholeUpTo: Known;
}

/** What is asked for. */
export interface HistoryOptions {
  readonly getPage: GetPage;
  /** How many items; where there are none, what is missed from now on is still to be found. */
  readonly history: number;
  /** When the socket was first subscribed, by the service's clock; Infinity where it was not yet. */
  readonly joinedAt: number;
  /** What time it is at the service, in milliseconds since 1970. */
  readonly serviceNow: () => number;
}

/**
 * Fetches the history: one page, or where the chat was subscribed before, as many as reach back to that.
 *
 * - **Errors** with what `getPage` errors, and with `Service` where the pages do not come to an end.
 */
export function fetchHistory({
  getPage,
  history,
  joinedAt,
  serviceNow,
}: HistoryOptions): Observable<History> {
  const wanted = Math.max(history, 1);
  const isFirst = joinedAt === Infinity;
  let since = joinedAt;
  const isPastItem = (item: ChatItem) => item.time.getTime() < since;
  const answered = ({ items }: Page) => {
    const newest = newestOf(items)?.time.getTime() ?? -Infinity;
    // Nothing is sent before it is now: the clock that told when the chat was joined was behind.
    if (!isFirst) since = Math.max(since, joinedAt + newest - serviceNow());
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
        wholeUpTo: settledOf(own) ?? own.find(isKept) ?? own[0] ?? 'nothing',
      };
    }),
  );
}
