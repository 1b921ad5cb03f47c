import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  finalize,
  ignoreElements,
  map,
  Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import type { ConnectionEvent } from '../connection/index.js';
import { listen, SerialSubscription } from '../rx/index.js';
import { type ChatItem, createServiceClock, type ServiceClock } from '../wire/index.js';
import type { ReceivedItem } from './entries.js';
import { Gate } from './gate.js';
import { fetchHistory, type History } from './history.js';
import { type GetPage, type SyncCursor, newestOf, pagesSince, stableCursor } from './pagesSince.js';

/** What the transcript is synchronised by. */
export type SyncEvent =
  | ConnectionEvent
  /** The chat is over: its last items are to be fetched. */
  | { readonly type: 'ending' }
  /** A streamed message does not go on: the transcript may have its end. */
  | { readonly type: 'stalled' };

/** Items of the transcript in the order in which they are to be taken, and how whole they are. */
export type Delivery =
  /** The transcript as it was when the chat was joined. */
  | ({ readonly kind: 'joined' } & History)
  /** Items that were missed. */
  | { readonly kind: 'items'; readonly items: readonly ChatItem[] }
  /** Nothing was missing as a poll was answered. */
  | { readonly kind: 'polled'; readonly cursor: SyncCursor }
  /** Nothing is missing up to the socket's first item; the milliseconds that the fetch took. */
  | { readonly kind: 'filled'; readonly ms: number; readonly cursor: SyncCursor }
  /** The chat is ending, and its last items have been delivered as far as they could be fetched. */
  | { readonly kind: 'final' }
  /** What came after the item `after` could not be fetched, and why. */
  | { readonly kind: 'unfilled'; readonly after: string | undefined; readonly error: unknown };

/** What {@link createTranscriptSync} needs. */
export interface TranscriptSyncOptions {
  readonly getPage: GetPage;
  /** The same for a poll, which fails at once. @defaultValue getPage */
  readonly pollPage?: GetPage;
  /** Items fetched when the chat is joined. */
  readonly history: number;
  readonly scheduler: SchedulerLike;
  /** @defaultValue one that has seen nothing yet */
  readonly clock?: ServiceClock;
  /** Resume cursor of a restored chat. Items after it count as missed, not as history. */
  readonly resumePoint?: () => ResumePoint | undefined;
  /** Takes what the socket brings, when its turn has come. */
  readonly live: (item: ReceivedItem) => void;
}

/** Joins what the socket brings with what it did not. */
export interface TranscriptSync {
  /**
   * The history at the start, and after each (re)connection and renewal all that was sent since the
   * transcript was last known to be whole. Where the history could not be fetched before the connection
   * was lost, it is what was sent before the first subscription; what was sent since is missed.
   *
   * SyncCursor to be whole is what a fetch has confirmed, not what the socket brought last: a frame that got
   * lost in between is found as well.
   *
   * - **Emits** history when the connection is authorised, and missed items when it is subscribed;
   *   missed items as well when the chat is `ending` or a streamed message has `stalled`.
   * - **Completes / errors** with the source. A fetch that fails for good is a value (`unfilled`).
   *   On completion, live items that wait come out first.
   * - **Unsubscribing** cancels a fetch in flight, and drops live items that wait; the next
   *   subscription resumes at the cursor.
   */
  readonly run: OperatorFunction<SyncEvent, Delivery>;
  /**
   * Passes what the socket has brought to `live`, while `run` is subscribed: at once, unless there is a
   * gap before it, from the loss of a connection until that has been filled. Then it waits for the items
   * of the gap, at most 5 s, even if the connection is lost again meanwhile.
   */
  readonly receive: (item: ReceivedItem) => void;
  /**
   * Fetches the history, unless that has been fetched, and what was sent since, as a fill does; `run`
   * emits it.
   *
   * - **Emits** nothing; **completes** when the items have been delivered.
   * - **Errors** with what `pollPage` errors.
   * - **Unsubscribing** cancels the fetch; what was delivered stays known.
   */
  readonly poll$: Observable<never>;
}

/** Where a restored chat resumes. */
export interface ResumePoint {
  /** Up to here it was whole. */
  readonly known: SyncCursor;
  /** The last item that had come. */
  readonly latest: ChatItem | undefined;
}

/** How long live items wait for those before them, in milliseconds. */
const HOLD_MS = 5_000;
/** How long after a fetch that failed it is tried again, in milliseconds. */
const AGAIN_MS = 30_000;

/** A transcript of which nothing is known. */
export function createTranscriptSync({
  getPage,
  pollPage = getPage,
  history,
  scheduler,
  clock = createServiceClock(),
  resumePoint = () => undefined,
  live,
}: TranscriptSyncOptions): TranscriptSync {
  /** Up to here nothing is missing, and nothing can come in between any more. */
  let known: SyncCursor | undefined;
  /** When the socket was first subscribed, by the device's clock: what was sent since is no history. */
  let subscribedAt: number | undefined;
  /** Whether the last fetch has brought all that there is. */
  let isWhole = true;
  /** The id of the last item delivered, and when it was sent. */
  let latestId: string | undefined;
  let latestTime = -Infinity;
  const polled$ = new Subject<Delivery>();
  /** Joining was broken off: a manager that takes over from another does so without `authorized`. */
  let isJoinDue = false;
  let isPolling = false;
  /** Makes way for a poll, while `run` is subscribed. */
  let beginPoll: (() => void) | undefined;

  const delivered = (id: string | undefined, time: number) => {
    if (time < latestTime) return;
    latestId = id;
    latestTime = time;
  };
  const deliveredItem = (item: ChatItem | undefined) => {
    if (item) delivered(item.id, item.time.getTime());
  };
  /** Closed from the loss of a connection, and before the first, until what was missed is there. */
  const gate = new Gate<ReceivedItem>({
    pass: (item) => {
      if (item.isKept) delivered(item.id, item.time);
      live(item);
    },
    holdMs: HOLD_MS,
    scheduler,
  });

  const joinBy = (getPages: GetPage) =>
    defer((): Observable<Delivery> => {
      if (known === undefined) {
        const point = resumePoint();
        known = point?.known;
        deliveredItem(point?.latest);
      }
      if (known !== undefined) return EMPTY;
      return fetchHistory({ getPage: getPages, history, subscribedAt, clock, scheduler }).pipe(
        map((joined): Delivery => {
          known = joined.cursor;
          return { kind: 'joined', ...joined };
        }),
      );
    });
  const join$ = joinBy(getPage);

  const fillBy = (getPages: GetPage, filled: (cursor: SyncCursor, ms: number) => Delivery) =>
    defer((): Observable<Delivery> => {
      if (known === undefined) return EMPTY;
      const startedAt = scheduler.now();
      const since = known;
      const fetched: ChatItem[] = [];
      /** The page before has been delivered: a fill that is cut goes on behind it. */
      const getNext: GetPage = (request) => {
        known = stableCursor(fetched, clock.earliestAt(scheduler.now())) ?? since;
        return getPages(request);
      };
      return concat(
        pagesSince(since, getNext).pipe(
          map((page): Delivery => {
            const items = page.items.filter((item) => isAfter(since, item));
            fetched.push(...items);
            return { kind: 'items', items };
          }),
        ),
        defer(() => {
          known = stableCursor(fetched) ?? since;
          isWhole = true;
          return of(filled(known, scheduler.now() - startedAt));
        }),
      );
    });
  const fill$ = fillBy(getPage, (cursor, ms) => ({ kind: 'filled', ms, cursor }));

  /** A history that is being fetched is fetched by the poll instead; if that is cut short, again. */
  const poll$ = defer(() => {
    isPolling = true;
    isJoinDue = known === undefined;
    beginPoll?.();
    return concat(
      joinBy(pollPage),
      fillBy(pollPage, (cursor) => ({ kind: 'polled', cursor })),
    ).pipe(
      tap((delivery) => {
        polled$.next(delivery);
      }),
      ignoreElements(),
      finalize(() => {
        isPolling = false;
      }),
    );
  });

  /** Turns an error of `fetched$` into a value: the gap is after what had been delivered before. */
  const orUnfilled = (fetched$: Observable<Delivery>): Observable<Delivery> =>
    defer(() => {
      const after = latestId;
      return fetched$.pipe(
        catchError((error: unknown) => {
          isWhole = false;
          return of({ kind: 'unfilled', after, error } as const);
        }),
      );
    });

  /** What failed, once more: by then, a token that was renewed just before can be renewed again. */
  const again = () =>
    timer(AGAIN_MS, scheduler).pipe(switchMap(() => concat(orUnfilled(join$), orUnfilled(fill$))));

  const run: TranscriptSync['run'] = (events$) =>
    new Observable<Delivery>((subscriber) => {
      const joining = new SerialSubscription(subscriber);
      const filling = new SerialSubscription(subscriber);
      const lookingUp = new SerialSubscription(subscriber);
      let whenJoined: (() => void) | undefined;

      const deliver = (delivery: Delivery) => {
        if (delivery.kind === 'items') deliveredItem(newestOf(delivery.items));
        if (delivery.kind === 'joined') {
          deliveredItem(newestOf([...delivery.past, ...delivery.missed]));
        }
        subscriber.next(delivery);
      };
      const join = () => {
        isJoinDue = false;
        joining.replace(orUnfilled(join$), deliver, () => whenJoined?.());
      };
      const fill = (event: 'subscribed' | 'ending') => {
        whenJoined = undefined;
        filling.replace(orUnfilled(fill$), deliver, () => {
          // First, since what comes through may say that the chat is over, which is another fill.
          if (event === 'subscribed' && !isWhole) filling.replace(again(), deliver);
          gate.setClosed(false);
          if (event === 'ending') deliver({ kind: 'final' });
        });
      };
      /** The gate is closed first: a fetch may be answered at once. */
      const catchUp = (event: 'subscribed' | 'ending') => {
        gate.setClosed(true);
        filling.clear();
        if (isJoinDue) join();
        if (joining.isActive) whenJoined = () => fill(event);
        else fill(event);
      };
      const lookUp = () => {
        if (lookingUp.isActive) return;
        const found$ = fill$.pipe(
          catchError(() => EMPTY),
          filter(({ kind }) => kind === 'items'),
        );
        lookingUp.replace(found$, deliver);
      };
      const lost = () => {
        whenJoined = undefined;
        isJoinDue ||= joining.isActive;
        joining.clear();
        filling.clear();
        gate.setClosed(true); // what is held comes after what the next fetch brings
      };

      gate.start();
      gate.setClosed(true);
      subscriber.add(() => {
        gate.stop();
      });
      listen(polled$, subscriber, deliver);
      beginPoll = () => {
        joining.clear();
      };
      subscriber.add(
        events$.subscribe({
          next: ({ type }) => {
            switch (type) {
              case 'authorized':
                if (isPolling) isJoinDue = known === undefined;
                else join();
                break;
              case 'subscribed':
                if (known === undefined) subscribedAt ??= scheduler.now();
                catchUp(type);
                break;
              case 'ending':
                catchUp(type);
                break;
              case 'stalled':
                lookUp();
                break;
              case 'lost':
                lost();
            }
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            gate.finish();
            subscriber.complete();
          },
        }),
      );
    });

  return {
    run,
    receive: (item) => {
      gate.take(item);
    },
    poll$,
  };
}

/** What is older was not asked for when the chat was joined, and is no gap. */
const isAfter = (known: SyncCursor, { id, time }: ChatItem) =>
  known === 'nothing' || (time >= known.time && id !== known.id);
