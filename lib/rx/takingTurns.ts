import { type Observable, type Subscriber, Subscription } from 'rxjs';

/** A place for one source at a time. */
export interface Turns {
  /** Whether there is a source, which has not completed. */
  readonly isTaken: boolean;
  /**
   * Leaves the source before, and has `next` told what `source$` emits, until another takes its place.
   * `complete` is called after it has been left.
   */
  take<T>(source$: Observable<T>, next: (value: T) => void, complete?: () => void): void;
  /** Leaves the source, if there is one. */
  leave(): void;
}

/** What `switchMap` does, for a hand-written subscriber, which an error of a source errors. */
export function takingTurns(subscriber: Subscriber<unknown>): Turns {
  let turn: Subscription | undefined;
  const leave = () => {
    turn?.unsubscribe();
    turn = undefined;
  };
  return {
    get isTaken() {
      return turn !== undefined;
    },
    take: (source$, next, complete) => {
      leave();
      if (subscriber.closed) return;
      const taken = (turn = new Subscription());
      subscriber.add(taken);
      taken.add(
        source$.subscribe({
          next: (value) => {
            if (!taken.closed) next(value);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            if (taken.closed) return;
            leave();
            complete?.();
          },
        }),
      );
    },
    leave,
  };
}
