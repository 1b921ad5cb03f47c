import type { SchedulerLike } from 'rxjs';

/** Runs `task` in `delayMs` milliseconds. The function it answers takes it back. */
export type Later = (delayMs: number, task: () => void) => () => void;

/**
 * The passing of time by `scheduler`. What is due at once is done in turn, within one task of the
 * scheduler however much follows from it: some clocks, such as Jest's, let time pass between two tasks
 * that take none.
 */
export function laterBy(scheduler: SchedulerLike): Later {
  const due = new Set<{ readonly task: () => void }>(); // in the order in which they came
  let isDraining = false;
  let isPlanned = false;

  const drain = () => {
    if (isDraining) return;
    isDraining = true;
    try {
      for (const entry of due) {
        due.delete(entry);
        entry.task();
      }
    } finally {
      isDraining = false;
      if (due.size > 0) plan();
    }
  };
  const plan = () => {
    if (isDraining || isPlanned) return;
    isPlanned = true;
    scheduler.schedule(() => {
      isPlanned = false;
      drain();
    });
  };

  return (delayMs, task) => {
    const entry = { task };
    if (delayMs <= 0) {
      due.add(entry);
      plan();
      return () => due.delete(entry);
    }
    const action = scheduler.schedule(() => {
      due.add(entry);
      drain();
    }, delayMs);
    return () => {
      due.delete(entry);
      action.unsubscribe();
    };
  };
}
