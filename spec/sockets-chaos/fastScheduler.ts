import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';

/** A scheduler on which time goes faster than on the wall. */
export interface FastScheduler extends SchedulerLike {
  /** Tasks that wait. */
  readonly pending: number;
  /** Stops its clock. */
  readonly stop: () => void;
}

const TICK_MS = 2;
/** However late a tick comes, it counts for no more, in real milliseconds. */
const MAX_TICK_MS = 4;

/**
 * A clock `speed` times as fast as the real one, as long as this process gets to run: while it is held
 * up, time stands still, so that no answer is late for that. It begins at the present time.
 */
export function fastScheduler(speed: number): FastScheduler {
  let now = Date.now();
  let tickedAt = performance.now();
  const waiting = new Map<object, { readonly at: number; readonly run: () => void }>();

  const nextDue = () => {
    const [first] = [...waiting].sort(([, a], [, b]) => a.at - b.at);
    return first && first[1].at <= now ? first : undefined;
  };
  const ticks = setInterval(() => {
    const tick = performance.now();
    now += speed * Math.min(MAX_TICK_MS, tick - tickedAt);
    tickedAt = tick;
    for (let due = nextDue(); due; due = nextDue()) {
      waiting.delete(due[0]);
      due[1].run();
    }
  }, TICK_MS);

  class FastAction<T> extends Subscription implements SchedulerAction<T> {
    constructor(private readonly work: (this: SchedulerAction<T>, state: T) => void) {
      super(() => waiting.delete(this));
    }

    schedule(state: T, delayMs = 0): Subscription {
      if (this.closed) return this;
      waiting.delete(this); // so that it stands behind those that are due at the same time
      waiting.set(this, {
        at: now + delayMs,
        run: () => {
          this.work(state);
        },
      });
      return this;
    }
  }

  return {
    now: () => now,
    schedule: <T>(
      work: (this: SchedulerAction<T>, state: T) => void,
      delayMs?: number,
      state?: T,
    ) => new FastAction(work).schedule(state as T, delayMs),
    get pending() {
      return waiting.size;
    },
    stop: () => {
      clearInterval(ticks);
    },
  };
}
