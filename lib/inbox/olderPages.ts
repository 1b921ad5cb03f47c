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
import { type ChatItem, isPast, isServiceId, isTimed, textOf } from '../wire/index.js';
import { addTo, holds, isUnknown, MissesItem, type Page, type PageRequest } from './pagesSince.js';

/** The transcript that older pages are added to. */
export interface PagedTranscript {
  /** The oldest item kept that the service knows as well. */
  oldest(): ChatItem | undefined;
  /** Whether the service has older items. */
  hasOlder: boolean;
  /** Does work whose changes are one change to readers. */
  batch(work: () => void): void;
}

/** What {@link OlderPages} needs. */
export interface OlderPagesOptions {
  /** Requests a page; `requestFor` is called for each try, with the token that it goes out with. */
  readonly getPage: (requestFor: (connectionToken: string) => PageRequest) => Observable<Page>;
  /** The connection token that the last answer came for. */
  readonly connectionToken: () => string | undefined;
  readonly transcript: PagedTranscript;
  /** Takes the items of a page, in ascending order. */
  readonly take: (items: readonly ChatItem[]) => void;
  /** How many items to request. */
  readonly pageSize: number;
  /** The present contact; and contacts of the same chain that may come before it. */
  readonly contactId: string;
  readonly earlierContactIds: readonly string[];
}

/** Where a page begins: after the last one, at the oldest item by id or by time, or at the newest. */
type Start = 'token' | 'id' | 'time' | 'newest';

/** The start position to try next if the service does not know one. */
const NEXT_START = { id: 'time', time: 'newest', newest: undefined } as const;
/** Source: GetTranscript's limit for MaxResults. */
const MAX_RESULTS = 100;
/** If so many pages bring nothing older, something is wrong with them. */
const MAX_PAGES = 1_000;

/**
 * Pages back through this chat, then through earlier contacts of its chain.
 *
 * The service gives the past of a persistent chat by NextToken alone, BACKWARD from the present
 * contact: its items cannot be a StartPosition. A token is valid for the connection it was issued on;
 * after that, paging starts again at the oldest item kept, or if that is of the past, at the newest of
 * all. A contact that is known to come before and has not been seen is requested by its ContactId.
 *
 * Source: Amazon Connect administrator guide, "Enable persistent chat".
 */
export class OlderPages {
  readonly #options: OlderPagesOptions;
  readonly #joined$ = new ReplaySubject<undefined>(1);
  readonly #contactIds: Set<string>;
  /** Contacts that items of were seen. */
  readonly #seenContactIds: Set<string>;
  readonly #requestedContactIds = new Set<string>();
  /** The ids of the items on the pages since the last request without a token. */
  readonly #seen = new Set<string>();
  /** The contact that is requested; `undefined` for the chat as a whole. */
  #contactId: string | undefined;
  #hasPast = false;
  #drops = 0;
  #next: { readonly token: string; readonly connection: string | undefined } | undefined;
  /** The newest item when the chat was joined: if nothing is kept, older items begin there. */
  #newest: ChatItem | undefined;
  #load$: Observable<never> | undefined;

  constructor(options: OlderPagesOptions) {
    this.#options = options;
    this.#contactIds = new Set(options.earlierContactIds);
    this.#seenContactIds = new Set([options.contactId]);
  }

  /** Completes when the chat has been joined, or could not be; emits nothing. */
  get joined$(): Observable<never> {
    return this.#joined$.pipe(ignoreElements());
  }

  /**
   * Loads the next page.
   *
   * - **On subscribe**: requests pages until an older item comes, or there are none; later subscribers
   *   share that. Waits until the chat has been joined.
   * - **Emits** nothing; **completes** when the items have been taken.
   * - **Errors** with what `getPage` errors, unless another start position remains; with `Service` if the
   *   pages do not come to an end.
   */
  get load$(): Observable<never> {
    return (this.#load$ ??= concat(
      this.joined$,
      defer(() => this.#untilOlder(this.#oldest?.id, 0)),
    ).pipe(share()));
  }

  /** Records items of a page of this chat, whose contacts need not be requested. Returns whether any is new. */
  saw(items: readonly ChatItem[]): boolean {
    for (const item of items) {
      this.#seenContactIds.add(textOf(item.raw.RelatedContactId) || textOf(item.raw.ContactId));
      this.#hasPast ||= isPast(item);
    }
    return addTo(this.#seen, items);
  }

  /**
   * The chat has been joined: its newest item then, where the items before that page are, and whether
   * not all of the page is kept.
   */
  joined(newest: ChatItem | undefined, olderToken: string | undefined, isCut: boolean): void {
    this.#newest = newest;
    if (newest) this.saw([newest]);
    // If not all items of the page are kept, the others are older than those that are.
    this.#options.transcript.hasOlder = isCut || this.#drops > 0 || this.#advance(olderToken);
    this.notJoined();
  }

  /** The chat could not be joined: nobody has to wait for that. */
  notJoined(): void {
    this.#joined$.next(undefined);
    this.#joined$.complete();
  }

  /** The past of a persistent chat has come, if it was not there before. */
  rehydrated(): void {
    if (this.#hasPast) return;
    this.#restart();
    this.#options.transcript.hasOlder = true;
  }

  /** Items were dropped from the transcript, oldest first: paging starts again. */
  dropped(): void {
    this.#drops++;
    this.#restart();
  }

  get #oldest(): ChatItem | undefined {
    return this.#options.transcript.oldest();
  }

  #restart(): void {
    this.#next = undefined;
    this.#contactId = undefined;
    this.#requestedContactIds.clear();
  }

  /** Sets where to continue after a page; returns whether there is more. */
  #advance(token: string | undefined): boolean {
    this.#next = token ? { token, connection: this.#options.connectionToken() } : undefined;
    if (this.#next) return true;
    const earlier = [...this.#contactIds].find(
      (id) => !this.#seenContactIds.has(id) && !this.#requestedContactIds.has(id),
    );
    if (earlier === undefined) return false;
    this.#contactId = earlier;
    this.#requestedContactIds.add(earlier);
    return true;
  }

  #receive(from: ChatItem | undefined, { items, nextToken, initialContactId }: Page): void {
    const { take, transcript } = this.#options;
    const bringsNew = this.saw(items);
    if (initialContactId) this.#contactIds.add(initialContactId);
    transcript.batch(() => {
      take(from === undefined ? items : notAfter(from, items));
      // The service may name a next page if there is none: empty, or with the same items again.
      transcript.hasOlder = this.#advance(bringsNew ? nextToken : undefined);
    });
  }

  /** One page, by the first start position that the service knows. */
  #page(from: ChatItem | undefined, start: Exclude<Start, 'token'>): Observable<Page> {
    return defer(() => {
      let taken: Start = start;
      const request = (connection: string): PageRequest => {
        const token = this.#next?.connection === connection ? this.#next.token : undefined;
        taken = token === undefined ? start : 'token';
        return this.#request(token, start, from);
      };
      return this.#options.getPage(request).pipe(
        switchMap((page) => {
          if (taken === 'token') return of(page);
          this.#seen.clear(); // a walk begins, maybe through pages that an earlier one has brought
          if (taken === 'newest' || !from) return of(page);
          if (!holds(page, from)) return throwError(() => new MissesItem());
          this.#seen.add(from.id);
          return of(page);
        }),
        catchError((error: unknown) => {
          if (!isUnknown(error)) return throwError(() => error);
          this.#next = undefined;
          const other = taken === 'token' ? start : NEXT_START[start];
          if (other) return this.#page(from, other);
          return this.#contactId === undefined ? throwError(() => error) : of(NOTHING);
        }),
      );
    });
  }

  #request(
    token: string | undefined,
    start: Exclude<Start, 'token'>,
    from: ChatItem | undefined,
  ): PageRequest {
    const { pageSize } = this.#options;
    const isNewest = this.#contactId === undefined && token === undefined && start === 'newest';
    return {
      ScanDirection: 'BACKWARD',
      SortOrder: 'ASCENDING',
      // Without a token, the oldest item kept comes as well.
      MaxResults: isNewest
        ? MAX_RESULTS
        : Math.min(pageSize + (token === undefined ? 1 : 0), MAX_RESULTS),
      ...(this.#contactId !== undefined && { ContactId: this.#contactId }),
      ...(token === undefined ? startAt(start, from) : { NextToken: token }),
    };
  }

  /** The service starts at no item of the past, nor at one that it gave no id. */
  #firstStart(from: ChatItem | undefined) {
    return this.#contactId === undefined && from && !isPast(from) && isServiceId(from.id)
      ? 'id'
      : 'newest';
  }

  #untilOlder(before: string | undefined, pages: number): Observable<never> {
    return defer(() => {
      if (!this.#options.transcript.hasOlder || this.#oldest?.id !== before) return EMPTY;
      if (pages >= MAX_PAGES) {
        return throwError(
          () =>
            new ChatError('Service', 'cannot load older items: the pages do not come to an end'),
        );
      }
      const from = this.#oldest ?? (this.#contactId === undefined ? this.#newest : undefined);
      const dropsBefore = this.#drops;
      return this.#page(from, this.#firstStart(from)).pipe(
        switchMap((page) => {
          // Items that were dropped meanwhile would be missing between the page and the transcript.
          const first = this.#oldest?.id;
          if (this.#drops !== dropsBefore) return this.#untilOlder(first, pages + 1);
          this.#receive(from, page);
          return this.#untilOlder(before, pages + 1);
        }),
      );
    });
  }
}

/** The items that were sent no later than `from`; if none says when it was sent, all. */
const notAfter = ({ time }: ChatItem, items: readonly ChatItem[]): readonly ChatItem[] =>
  (items.some(isTimed) ? items : items.map((item): ChatItem => ({ ...item, time }))).filter(
    (item) => item.time <= time,
  );

const NOTHING: Page = { items: [], nextToken: undefined };

function startAt(start: Start, from: ChatItem | undefined): Pick<PageRequest, 'StartPosition'> {
  if (from === undefined || start === 'newest') return {};
  const AbsoluteTime = from.time.toISOString();
  return { StartPosition: start === 'id' ? { Id: from.id } : { AbsoluteTime } };
}
