import type { SchedulerLike, Subscription } from 'rxjs';

/**
 * Runs `work` once, `ms` milliseconds from now; unsubscribing cancels it. After the run, the subscription
 * leaves the one that it was added to.
 */
export const scheduleOnce = (
  ms: number,
  scheduler: SchedulerLike,
  work: () => void,
): Subscription =>
  scheduler.schedule(function () {
    this.unsubscribe();
    work();
  }, ms);
