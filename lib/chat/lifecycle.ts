import { type Observable, ReplaySubject, Subject } from 'rxjs';
import { END_REASONS, type EndReason } from '../connection/index.js';

/**
 * The end of a chat: it begins when something says that the chat is over; what was missed until then
 * is fetched; then everything completes.
 */
export interface ChatLifecycle {
  /** Emits once, when the end begins. */
  readonly begun$: Observable<{ readonly type: 'ending' }>;
  /**
   * Emits once, when nothing more is taken in or sent: the code of what commands err with from now on.
   * What is held is to be delivered before this returns. Replays.
   */
  readonly stop$: Observable<DisposalCode>;
  /** Emits once, when all is delivered and every view has completed. Replays. */
  readonly over$: Observable<unknown>;
  readonly hasBegun: boolean;
  /** Why, as far as it is known by now. */
  readonly reason: EndReason | undefined;
  readonly isOver: boolean;
  /**
   * The chat is over for `reason`; of several reasons, the strongest counts. Where nobody listens to
   * `begun$`, nothing can be fetched any more, and the end is at once.
   */
  readonly begin: (reason: EndReason) => void;
  /** Reason to use if the chat ends without a stronger one. */
  readonly expect: (reason: EndReason) => void;
  /** Ends the chat for the reason for which its end has begun. */
  readonly finish: () => void;
  /** Lets go of the chat, which goes on. */
  readonly close: () => void;
}

/** `Ended` after the end, `NotConnected` after `close()`. */
export type DisposalCode = 'Ended' | 'NotConnected';

/**
 * @param onOver - called once, between `stop$` and `over$`, with the reason; with none after `close`.
 */
export function createLifecycle(onOver: (reason: EndReason | undefined) => void): ChatLifecycle {
  const begun$ = new Subject<{ readonly type: 'ending' }>();
  const stop$ = new ReplaySubject<DisposalCode>(1);
  const over$ = new ReplaySubject<undefined>(1);
  let reason: EndReason | undefined;
  let expected: EndReason | undefined;
  let isOver = false;

  const end = (code: DisposalCode, finalReason: () => EndReason | undefined) => {
    if (isOver) return;
    isOver = true;
    stop$.next(code);
    stop$.complete();
    onOver(finalReason()); // what was held until now may know it better
    over$.next(undefined);
    over$.complete();
    begun$.complete();
  };

  const finish = () => {
    end('Ended', () => (strength(expected) > strength(reason) ? expected : reason));
  };

  return {
    begun$: begun$.asObservable(),
    stop$: stop$.asObservable(),
    over$: over$.asObservable(),
    get hasBegun() {
      return reason !== undefined;
    },
    get reason() {
      return reason;
    },
    get isOver() {
      return isOver;
    },
    begin: (why) => {
      if (strength(why) > strength(reason)) {
        const isFirst = reason === undefined;
        reason = why;
        if (!begun$.observed) finish();
        else if (isFirst) begun$.next({ type: 'ending' });
      }
    },
    expect: (why) => {
      expected = why;
    },
    finish,
    close: () => {
      end('NotConnected', () => undefined);
    },
  };
}

/** How much `reason` counts beside others. */
export const strength = (reason: EndReason | undefined): number =>
  reason === undefined ? -1 : END_REASONS.indexOf(reason);
