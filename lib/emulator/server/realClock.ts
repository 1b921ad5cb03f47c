import type { Clock } from '../service/options.js';

/** Node's clock, all of whose timers end with `stop`. They keep no process alive. */
export interface RealClock extends Clock {
  stop(): void;
}

export function realClock(now: () => number = Date.now): RealClock {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now,
    schedule: (delayMs, task) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, delayMs);
      timer.unref();
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
