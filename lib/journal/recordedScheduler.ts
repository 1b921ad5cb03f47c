import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import type { Log } from './log.js';

/** `scheduler`, of which it is written down when each of its tasks is done. */
export function recordedScheduler(scheduler: SchedulerLike, log: Log): SchedulerLike {
  return {
    now: () => log.now() ?? scheduler.now(),
    schedule<T>(
      work: (this: SchedulerAction<T>, state?: T) => void,
      delayMs?: number,
      state?: T,
    ): Subscription {
      const id = log.newId();
      return scheduler.schedule(
        function (this: SchedulerAction<T>, given?: T) {
          log.enter({ type: 'timer', id }, () => {
            work.call(this, given);
          });
        },
        delayMs,
        state,
      );
    },
  };
}
