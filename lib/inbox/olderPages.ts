import {
  catchError,
  concat,
  defer,
  EMPTY,
  ignoreElements,
  type Observable,
  of,
  ReplaySubject,
  share,
  switchMap,
  throwError,
} from 'rxjs';
import { ChatError } from '../api/index.js';
import { lazyObservable } from '../rx/index.js';
import { type ChatItem, isPast, isServiceId, isTimed, textOf } from '../wire/index.js';
import { addTo, holds, isUnknown, MissesItem, type Page, type PageRequest } from './pagesSince.js';

/** Goes back, page by page, through what is older than the items that are kept. */
export interface OlderPages {
  /** Items that a page of this chat had: their contacts come up by paging back. */
  saw(items: readonly ChatItem[]): void;
  /**
   * The chat has been joined: its newest item then, where the items before that page are, and whether
   * not all of the page is kept.
   */
  joined(newest: ChatItem | undefined, olderToken: string | undefined, isCut: boolean): void;
  /** The chat could not be joined: nobody has to wait for that. */
  notJoined(): void;
  /** The past of a persistent chat has come, if it was not there before. */
  rehydrated(): void;
  /** Items that were kept are so no more, the oldest first: the way to them begins anew. */
  dropped(): void;
  /** Completes when the chat has been joined, or could not be; emits nothing. */
  readonly joined$: Observable<never>;
  /**
   * Brings the next page.
   *
   * - **On subscribe**: asks for as many pages as it takes until an older item comes, or there are
   *   none; all that subscribe meanwhile share that. Waits until the chat has been joined.
   * - **Emits** nothing; **completes** when the items have been taken.
   * - **Errors** with what `getPage` errors, except where another way remains; with `Service` where
   *   the pages do not come to an end.
   */
  readonly load$: Observable<never>;
}

/** What {@link createOlderPages} needs. */
export interface OlderPagesOptions {
  /** Asks for a page; what for is asked again for each try, with the token that it goes out with. */
  readonly getPage: (requestFor: (connectionToken: string) => PageRequest) => Observable<Page>;
  /** The connection token that the last answer came for. */
  readonly connectionToken: () => string | undefined;
  /** The oldest item kept that the service knows as well. */
  readonly oldest: () => ChatItem | undefined;
  readonly hasOlder: () => boolean;
  readonly setHasOlder: (hasOlder: boolean) => void;
  /** Does work whose changes are one to who reads the transcript. */
  readonly batch: (work: () => void) => void;
  /** Keeps items of a page, in ascending order. */
  readonly take: (items: readonly ChatItem[]) => void;
  /** How many items to ask for. */
  readonly pageSize: number;
  /** The present contact; and contacts of the same chain that may come before it. */
  readonly contactId: string;
  readonly earlierContactIds: readonly string[];
}

/** Where a page begins: behind the last one, at the oldest item by id or by time, or at the newest. */
type Way = 'token' | 'id' | 'time' | 'newest';

/** A way that the service does not know leads to the next. */
const NEXT_WAY = { id: 'time', time: 'newest', newest: undefined } as const;
/** Source: GetTranscript's limit for MaxResults. */
const MAX_RESULTS = 100;
/** If this many pages bring nothing older, something is wrong with them. */
const MAX_PAGES = 1_000;

/**
 * Pages back through this chat, then through earlier contacts of its chain.
 *
 * The service gives the past of a persistent chat by NextToken alone, BACKWARD from the present
 * contact: its items cannot be a StartPosition. A token is good for the connection it was issued on;
 * after that, the pages begin anew at the oldest item kept, or where that is of the past, at the newest
 * of all. A contact that is known to come before and has not come up is asked for by its ContactId.
 *
 * Source: Amazon Connect administrator guide, "Enable persistent chat".
 */
export function createOlderPages({
  getPage,
  connectionToken,
  oldest,
  hasOlder,
  setHasOlder,
  batch,
  take,
  pageSize,
  contactId: presentContactId,
  earlierContactIds,
}: OlderPagesOptions): OlderPages {
  const joined$ = new ReplaySubject<undefined>(1);
  const whenJoined$ = joined$.pipe(ignoreElements());
  const contactIds = new Set(earlierContactIds);
  const cameUp = new Set([presentContactId]);
  const askedFor = new Set<string>();
  /** The ids of the items on the pages since the last one that was asked for without a token. */
  const seen = new Set<string>();
  /** The contact that is asked for; `undefined` for the chat as a whole. */
  let contactId: string | undefined;
  let hasPast = false;
  let drops = 0;
  let next: { readonly token: string; readonly connection: string | undefined } | undefined;
  /** The newest item when the chat was joined: where nothing is kept, what is older begins there. */
  let newest: ChatItem | undefined;

  const settle = () => {
    joined$.next(undefined);
    joined$.complete();
  };

  const saw = (items: readonly ChatItem[]): boolean => {
    for (const item of items) {
      cameUp.add(textOf(item.raw.RelatedContactId) || textOf(item.raw.ContactId));
      hasPast ||= isPast(item);
    }
    return addTo(seen, items);
  };

  const again = () => {
    next = undefined;
    contactId = undefined;
    askedFor.clear();
  };

  /** Where to go on behind a page, and whether there is more. */
  const goOn = (token: string | undefined): boolean => {
    next = token ? { token, connection: connectionToken() } : undefined;
    if (next) return true;
    const earlier = [...contactIds].find((id) => !cameUp.has(id) && !askedFor.has(id));
    if (earlier === undefined) return false;
    contactId = earlier;
    askedFor.add(earlier);
    return true;
  };

  const receive = (from: ChatItem | undefined, page: Page) => {
    const bringsNew = saw(page.items);
    if (page.initialContactId) contactIds.add(page.initialContactId);
    batch(() => {
      take(from === undefined ? page.items : notAfter(from, page.items));
      // The service may name a next page where there is none: empty, or the same items once more.
      setHasOlder(goOn(bringsNew ? page.nextToken : undefined));
    });
  };

  /** One page, by the first way that the service knows. */
  const page$ = (from: ChatItem | undefined, way: Exclude<Way, 'token'>): Observable<Page> =>
    defer(() => {
      let taken: Way = way;
      return getPage((connection) => {
        const isGood = next !== undefined && next.connection === connection;
        taken = isGood ? 'token' : way;
        return {
          ScanDirection: 'BACKWARD',
          SortOrder: 'ASCENDING',
          // The oldest item kept comes as well, where it is not known where to go on behind it.
          MaxResults:
            contactId === undefined && taken === 'newest'
              ? MAX_RESULTS
              : Math.min(pageSize + (isGood ? 0 : 1), MAX_RESULTS),
          ...(contactId !== undefined && { ContactId: contactId }),
          ...(isGood ? { NextToken: next?.token ?? '' } : startAt(way, from)),
        };
      }).pipe(
        switchMap((page) => {
          if (taken === 'token') return of(page);
          seen.clear(); // a walk begins, maybe through pages that an earlier one has brought
          if (taken === 'newest' || !from) return of(page);
          if (!holds(page, from)) return throwError(() => new MissesItem());
          seen.add(from.id);
          return of(page);
        }),
        catchError((error: unknown) => {
          if (!isUnknown(error)) return throwError(() => error);
          next = undefined;
          const other = taken === 'token' ? way : NEXT_WAY[way];
          if (other) return page$(from, other);
          return contactId === undefined ? throwError(() => error) : of(NOTHING);
        }),
      );
    });

  /** The service begins at no item of the past, nor at one that it gave no id. */
  const firstWay = (from: ChatItem | undefined) =>
    contactId === undefined && from && !isPast(from) && isServiceId(from.id) ? 'id' : 'newest';

  const untilOlder$ = (before: string | undefined, pages: number): Observable<never> =>
    defer(() => {
      if (!hasOlder() || oldest()?.id !== before) return EMPTY;
      if (pages >= MAX_PAGES) {
        return throwError(
          () => new ChatError('Service', 'cannot load older items: no end of pages'),
        );
      }
      const from = oldest() ?? (contactId === undefined ? newest : undefined);
      const dropsBefore = drops;
      return page$(from, firstWay(from)).pipe(
        switchMap((page) => {
          // What was dropped meanwhile would be missing between the page and what is kept.
          const first = oldest()?.id;
          if (drops !== dropsBefore) return untilOlder$(first, pages + 1);
          receive(from, page);
          return untilOlder$(before, pages + 1);
        }),
      );
    });

  return {
    saw,
    joined: (newestItem, olderToken, isCut) => {
      newest = newestItem;
      if (newest) saw([newest]);
      // Where not all items of the page are kept, they are older than those that are.
      setHasOlder(isCut || drops > 0 || goOn(olderToken));
      settle();
    },
    notJoined: settle,
    rehydrated: () => {
      if (hasPast) return;
      again();
      setHasOlder(true);
    },
    dropped: () => {
      drops++;
      again();
    },
    joined$: whenJoined$,
    load$: lazyObservable(() =>
      concat(
        whenJoined$,
        defer(() => untilOlder$(oldest()?.id, 0)),
      ).pipe(share()),
    ),
  };
}

/** The items that were sent no later than `from`; those of which none says when are taken to be. */
const notAfter = ({ time }: ChatItem, items: readonly ChatItem[]): readonly ChatItem[] =>
  (items.some(isTimed) ? items : items.map((item): ChatItem => ({ ...item, time }))).filter(
    (item) => item.time <= time,
  );

const NOTHING: Page = { items: [], nextToken: undefined };

function startAt(way: Way, from: ChatItem | undefined): Pick<PageRequest, 'StartPosition'> {
  if (from === undefined || way === 'newest') return {};
  const AbsoluteTime = from.time.toISOString();
  return { StartPosition: way === 'id' ? { Id: from.id } : { AbsoluteTime } };
}
