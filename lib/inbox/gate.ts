import type { SchedulerLike, Subscription } from 'rxjs';
import { scheduleOnce } from '../rx/index.js';

/** Passes values on as they come, or holds them. */
export interface Gate<T> {
  /**
   * Passes `value` on, behind all that came before it: where the gate is closed when it opens, where
   * another is being passed on after that. Does nothing where the gate is not in use.
   */
  readonly take: (value: T) => void;
  /** Puts the gate to use, open. */
  readonly start: () => void;
  /** Closes or opens it; what was held comes out as it opens. */
  readonly setClosed: (isClosed: boolean) => void;
  /** Takes nothing more; what is held comes out before this returns. */
  readonly finish: () => void;
  /** Takes nothing more; what is held is dropped. */
  readonly stop: () => void;
}

/** What a gate needs. */
export interface GateOptions<T> {
  /** Given one value at a time, in the order in which they came. */
  readonly pass: (value: T) => void;
  /** The longest that a value is held, in milliseconds: then the gate opens by itself. */
  readonly holdMs: number;
  readonly scheduler: SchedulerLike;
}

export function createGate<T>({ pass, holdMs, scheduler }: GateOptions<T>): Gate<T> {
  let held: T[] = [];
  let isInUse = false;
  let isClosed = false;
  let isPassing = false;
  /** Runs while something is held, from the first of it on. */
  let holding: Subscription | undefined;

  const passHeld = () => {
    while (held.length > 0 && !isClosed) pass(held.shift() as T);
  };
  const stopHolding = () => {
    holding?.unsubscribe();
    holding = undefined;
  };
  const release = () => {
    if (isPassing) return;
    isPassing = true;
    try {
      passHeld();
    } finally {
      isPassing = false;
      if (held.length === 0) stopHolding();
      else holding ??= scheduleOnce(holdMs, scheduler, open);
    }
  };
  const setClosed = (closed: boolean) => {
    isClosed = closed;
    release();
  };
  const open = () => {
    holding = undefined;
    setClosed(false);
  };

  return {
    take: (value) => {
      if (!isInUse) return;
      if (isClosed || isPassing || held.length > 0) {
        held.push(value);
        release();
        return;
      }
      isPassing = true;
      try {
        pass(value); // past the array, which takes as long as all else here
      } finally {
        isPassing = false;
      }
      if (held.length > 0) release();
    },
    start: () => {
      isInUse = true;
      isClosed = false;
    },
    setClosed,
    finish: () => {
      isInUse = false;
      isClosed = false;
      stopHolding();
      passHeld(); // also from within `pass`: nothing comes after this
    },
    stop: () => {
      isInUse = false;
      held = [];
      stopHolding();
    },
  };
}
