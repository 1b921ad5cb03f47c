import type { SchedulerLike, Subscription } from 'rxjs';

/** A leader of which nothing was heard for so long, in milliseconds, is asked for a sign of life. */
const QUIET_MS = 200;
/** It has so long to answer. A page that answers messages does so at once, also in the background. */
const ANSWER_MS = 350;
/** Tabs take this much longer by chance, so that one of them asks for all. */
const JITTER_MS = 100;
/** A timer that runs so much too late says that this tab did not run: an answer may lie in its queue. */
const LATE_MS = 250;

/** What {@link leaderWatch} needs. */
export interface LeaderWatchOptions {
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  /** Asks the leader for a sign of life. */
  readonly ping: () => void;
  /** The leader does not answer. */
  readonly silent: () => void;
}

/** Notices within 650 ms that the leader does not answer any more. */
export interface LeaderWatch {
  /** Asks the leader now. */
  ask(): void;
  /** The leader has been heard. */
  alive(): void;
  /** Another tab has asked the leader. */
  asked(): void;
  stop(): void;
}

export function leaderWatch({ scheduler, random, ping, silent }: LeaderWatchOptions): LeaderWatch {
  let timer: Subscription | undefined;
  const jitter = () => random() * JITTER_MS;

  const wait = (ms: number, over: () => void) => {
    const dueAt = scheduler.now() + ms;
    timer?.unsubscribe();
    timer = scheduler.schedule(() => {
      if (scheduler.now() - dueAt > LATE_MS) ask();
      else over();
    }, ms);
  };
  const ask = () => {
    wait(ANSWER_MS, silent);
    ping();
  };

  return {
    ask,
    alive: () => {
      wait(QUIET_MS + jitter(), ask);
    },
    asked: () => {
      wait(ANSWER_MS + jitter(), ask);
    },
    stop: () => {
      timer?.unsubscribe();
    },
  };
}
