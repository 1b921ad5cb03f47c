import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';

/**
 * `scheduler`, which does nothing after `limit()`: a chat has its heartbeats and renewals for as long
 * as it is connected, and a TestScheduler goes on for as long as there is anything to do. What would
 * come later just does not come.
 *
 * @param limit - by the clock of `scheduler`; asked each time.
 */
export function upTo(limit: () => number, scheduler: SchedulerLike): SchedulerLike {
  const isWithin = (delayMs: number) => scheduler.now() + delayMs <= limit();

  /** What recurs asks the action that it runs in, and no scheduler. */
  const bounded = <T>(action: SchedulerAction<T>): SchedulerAction<T> => {
    if (Object.hasOwn(action, 'schedule')) return action;
    const again = action.schedule.bind(action);
    return Object.assign(action, {
      schedule: (state?: T, delayMs = 0) => (isWithin(delayMs) ? again(state, delayMs) : action),
    });
  };

  return {
    now: () => scheduler.now(),
    schedule<T>(
      work: (this: SchedulerAction<T>, state?: T) => void,
      delayMs = 0,
      state?: T,
    ): Subscription {
      if (!isWithin(delayMs)) return new Subscription();
      return scheduler.schedule(
        function (this: SchedulerAction<T>, given?: T) {
          work.call(bounded(this), given);
        },
        delayMs,
        state,
      );
    },
  };
}
