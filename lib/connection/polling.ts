import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  endWith,
  ignoreElements,
  merge,
  Observable,
  of,
  repeat,
  type SchedulerLike,
  startWith,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import { asChatError, backoffMs, type ChatError } from '../api/index.js';
import { listen, signalState } from '../rx/index.js';

/** How often the transcript is fetched while there is no websocket, in milliseconds. */
export interface PollingOptions {
  /** While something happens in the chat. @defaultValue 3000 */
  readonly fastMs?: number;
  /** While nothing happens: the interval doubles up to this. @defaultValue 15000 */
  readonly slowMs?: number;
}

/** What {@link pollRepeatedly} needs. */
export interface PollRepeatedlyOptions {
  /** One poll: completes when its items are delivered, errors if they cannot be fetched. */
  readonly poll$: Observable<unknown>;
  /** Emits when something happens in the chat. */
  readonly activity$: Observable<unknown>;
  readonly network$: Observable<boolean>;
  /** Whether somebody can see the chat. */
  readonly visible$: Observable<boolean>;
  readonly polling: Required<PollingOptions>;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
}

/** How long the chat counts as active after something has happened in it, in milliseconds. */
const ACTIVE_MS = 30_000;
/** The share of an interval that jitter may add, so that many clients do not poll together. */
const JITTER = 0.05;

/**
 * Polls at once, then repeatedly: every `fastMs` while the chat is active, with a doubling interval up to
 * `slowMs` while it is quiet or polls fail. `Retry-After` of a failure is respected. Activity in a quiet
 * chat brings the next poll forward.
 *
 * - **Emits** the outcome of each poll: its error, or `undefined` if it succeeded. Pauses while `network$`
 *   or `visible$` is `false`, and polls at once when both are `true` again.
 * - **Completes / errors** never.
 * - **Unsubscribing** cancels the poll in flight and the wait.
 */
export const pollRepeatedly = ({
  poll$,
  activity$,
  network$,
  visible$,
  polling: { fastMs, slowMs },
  random,
  scheduler,
}: PollRepeatedlyOptions): Observable<ChatError | undefined> =>
  defer(() => {
    let activeAt = scheduler.now();
    let startedAt = 0;
    let failure: ChatError | undefined;
    /** Polls in a row that were made slow by a failure or a quiet chat. */
    let slowPolls = 0;

    const since = (time: number) => Math.max(0, scheduler.now() - time); // the clock may be set back
    const intervalMs = () => {
      const isFast = failure === undefined && since(activeAt) < ACTIVE_MS;
      return isFast ? fastMs : backoffMs(slowPolls + 1, fastMs, slowMs);
    };
    const waitMs = (jitter: number) =>
      Math.max(intervalMs() * jitter - since(startedAt), failure?.retryAfterMs ?? 0);

    const nextPoll = () => {
      const jitter = 1 + JITTER * random();
      slowPolls = failure === undefined && since(activeAt) < ACTIVE_MS ? 0 : slowPolls + 1;
      return activity$.pipe(
        startWith(undefined),
        switchMap(() => timer(Math.max(0, waitMs(jitter)), scheduler)),
        take(1),
      );
    };
    const polls$ = defer(() => {
      startedAt = scheduler.now();
      return poll$.pipe(
        ignoreElements(),
        endWith(undefined),
        catchError((error: unknown) => of(asChatError('poll', error))),
        tap((outcome) => {
          failure = outcome;
        }),
      );
    }).pipe(repeat({ delay: nextPoll }));

    const active$ = activity$.pipe(
      tap(() => {
        activeAt = scheduler.now();
      }),
      ignoreElements(),
    );
    return merge(
      active$,
      bothTrue(network$, visible$).pipe(switchMap((isAllowed) => (isAllowed ? polls$ : EMPTY))),
    );
  });

/** Whether both signals say `true`. Smaller than `combineLatest`, which nothing else needs. */
const bothTrue = (a$: Observable<boolean>, b$: Observable<boolean>): Observable<boolean> =>
  new Observable<boolean>((subscriber) => {
    let isATrue: boolean | undefined;
    let isBTrue = true;
    listen(signalState(b$), subscriber, (state) => {
      isBTrue = state;
      if (isATrue !== undefined) subscriber.next(isATrue && isBTrue);
    });
    listen(signalState(a$), subscriber, (state) => {
      isATrue = state;
      subscriber.next(isATrue && isBTrue);
    });
  }).pipe(distinctUntilChanged());
