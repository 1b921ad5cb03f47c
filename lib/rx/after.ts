import type { SchedulerLike, Subscription } from 'rxjs';

/**
 * Runs `work` once, `ms` milliseconds from now, unless it is unsubscribed before. A task that has run
 * is not kept by the subscription that it was added to.
 */
export const after = (ms: number, scheduler: SchedulerLike, work: () => void): Subscription =>
  scheduler.schedule(function () {
    this.unsubscribe();
    work();
  }, ms);
