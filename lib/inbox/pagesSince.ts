import {
  catchError,
  defer,
  EMPTY,
  expand,
  from,
  map,
  type Observable,
  switchMap,
  throwError,
  toArray,
} from 'rxjs';
import { ChatError, type GetTranscriptRequest } from '../api/index.js';
import { type ChatItem, isKept, isPast, isServiceId } from '../wire/index.js';

/** A page of the transcript: items in ascending order. */
export interface Page {
  readonly items: readonly ChatItem[];
  readonly nextToken: string | undefined;
  /** The first contact of the chain that the items are of, if the answer names it. */
  readonly initialContactId?: string | undefined;
}

/** What is asked of the transcript. */
export type PageRequest = Omit<GetTranscriptRequest, 'ConnectionToken'>;

/** Requests a page; retries transient failures. */
export type GetPage = (request: PageRequest) => Observable<Page>;

/** The newest item up to which the transcript is known to be complete; `nothing` if it had no item yet. */
export type SyncCursor = ChatItem | 'nothing';

/** Source: GetTranscript's limit for MaxResults. */
const PAGE_SIZE = 100;
/** How long a streamed answer may take to its end, in milliseconds. */
const LONGEST_STREAM_MS = 120_000;
const BACKWARD = { ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING' } as const;
/** A gap of more pages than this is not filled. */
const MAX_PAGES = 1_000;

/** The newest of `items` (ascending) that the service keeps. */
export const newestOf = (items: readonly ChatItem[]): ChatItem | undefined =>
  lastWhere(items, isKept);

/**
 * The newest of `items` (ascending) that is safe to resume from: items older than this can no longer be
 * preceded by a late streamed answer. The service keeps a streamed answer when it is complete, under the time
 * of its first piece. Only an item with an id of the service's can be a start position.
 *
 * @param now - what time it is at least, in milliseconds since 1970. @defaultValue that of the newest item
 */
export function stableCursor(items: readonly ChatItem[], now = -Infinity): ChatItem | undefined {
  const newest = newestOf(items);
  if (newest === undefined) return undefined;
  const settledAt = Math.max(now, newest.time.getTime()) - LONGEST_STREAM_MS;
  return lastWhere(
    items,
    (item) => item.time.getTime() <= settledAt && isKept(item) && isServiceId(item.id),
  );
}

/**
 * All pages from the known item on, oldest first; the known item may be among them.
 *
 * The service is asked to go FORWARD from the item's id. Where it does not know the id, or answers
 * without the item, from its time; where that has no answer with the item either, BACKWARD from the
 * newest until the item, or what is older, comes up. From an item of an earlier contact of a
 * persistent chat, or one that the service gave no id, it goes BACKWARD at once: the service begins at
 * none of those.
 *
 * - **Errors** with what `getPage` errors, unless another start position remains; with `Service` if
 *   the pages do not come to an end.
 */
export const pagesSince = (known: SyncCursor, getPage: GetPage): Observable<Page> =>
  known === 'nothing' || isPast(known) || !isServiceId(known.id)
    ? backward(known === 'nothing' ? undefined : known, getPage)
    : forward(known, { Id: known.id }, getPage).pipe(
        catchError(
          orElse(() => forward(known, { AbsoluteTime: known.time.toISOString() }, getPage)),
        ),
        catchError(orElse(() => backward(known, getPage))),
      );

/**
 * The newest items, at most `size` a page, back to the page of which `isLast` holds, as one page.
 *
 * - **Errors** with what `getPage` errors, and with `Service` if the pages do not come to an end.
 */
export const pagesBackTo = (
  size: number,
  isLast: (page: Page) => boolean,
  getPage: GetPage,
): Observable<Page> =>
  paged({ ...BACKWARD, MaxResults: Math.min(size, PAGE_SIZE) }, getPage, { isLast }).pipe(
    toArray(),
    map((pages) => ({
      nextToken: pages.at(-1)?.nextToken,
      items: eachOnce(pages.reverse().flatMap(({ items }) => items)),
    })),
  );

/** Adds the ids of `items` to `seen`. Returns whether one of them is new there. */
export function addTo(seen: Set<string>, items: readonly ChatItem[]): boolean {
  const before = seen.size;
  for (const { id } of items) seen.add(id);
  return seen.size > before;
}

function forward(
  known: ChatItem,
  StartPosition: NonNullable<GetTranscriptRequest['StartPosition']>,
  getPage: GetPage,
): Observable<Page> {
  const ask = { ScanDirection: 'FORWARD', SortOrder: 'ASCENDING', MaxResults: PAGE_SIZE } as const;
  return paged({ ...ask, StartPosition }, getPage, { known }).pipe(
    map((page, index) => {
      if (index === 0 && !holds(page, known)) throw new MissesItem();
      return page;
    }),
  );
}

function backward(known: ChatItem | undefined, getPage: GetPage): Observable<Page> {
  const isLast = (page: Page) => known !== undefined && reaches(page, known);
  return paged({ ...BACKWARD, MaxResults: PAGE_SIZE }, getPage, { isLast }).pipe(
    toArray(),
    switchMap((pages) => from(pages.reverse())),
  );
}

/**
 * The first page and those behind it, up to one that `isLast` or that brings nothing new.
 *
 * The service may name a next page after the last: that page is empty, or repeats what came
 * before, with a NextToken again. So the items decide, not the token. New is what this walk has not
 * seen yet and is not the item that it began at. Items that the chat already knows, and receipts, are
 * new to the walk: missed messages may follow them on the next page.
 *
 * Source: the Android and iOS SDKs of Amazon Connect had to mend endless GetTranscript calls after a
 * reconnect (chat-android pull request 57, chat-ios pull request 60).
 */
const paged = (
  request: PageRequest,
  getPage: GetPage,
  { isLast = () => false, known }: WalkOptions,
): Observable<Page> =>
  defer(() => {
    const seen = new Set(known && [known.id]);
    const ask: GetPage = (next) =>
      getPage(next).pipe(
        map((page) => (addTo(seen, page.items) ? page : { ...page, nextToken: undefined })),
      );
    return ask(request).pipe(
      expand((page, index) => {
        const { nextToken } = page;
        if (nextToken === undefined || isLast(page)) return EMPTY;
        if (index + 1 >= MAX_PAGES) {
          return throwError(
            () => new ChatError('Service', 'cannot fill a gap: the pages do not come to an end'),
          );
        }
        return ask({ ...request, NextToken: nextToken });
      }),
    );
  });

interface WalkOptions {
  /** Whether no page is wanted after this one. @defaultValue never */
  readonly isLast?: (page: Page) => boolean;
  /** The item that the walk begins at. */
  readonly known?: ChatItem;
}

/** The answer begins elsewhere than at the item it was asked to begin at. */
export class MissesItem extends Error {}

/** Whether a page could not be had since the service does not know where to begin. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof MissesItem ||
  (error instanceof ChatError && (error.code === 'Validation' || error.code === 'NotFound'));

const orElse = (another: () => Observable<Page>) => (error: unknown) =>
  isUnknown(error) ? another() : throwError(() => error);

/** Whether `item` is in the page. */
export const holds = ({ items }: Page, { id }: ChatItem) => items.some((item) => item.id === id);

const reaches = (page: Page, known: ChatItem) =>
  holds(page, known) || page.items.some(({ time }) => time < known.time);

const eachOnce = (items: readonly ChatItem[]) => [
  ...new Map(items.map((item) => [item.id, item])).values(),
];

function lastWhere(
  items: readonly ChatItem[],
  holdsFor: (item: ChatItem) => boolean,
): ChatItem | undefined {
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i];
    if (item && holdsFor(item)) return item;
  }
  return undefined;
}
