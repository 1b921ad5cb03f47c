import { Observable, Subject } from 'rxjs';
import { listen, SerialSubscription } from '../rx/index.js';

/** Jobs, each of which begins when the one before has completed. */
export interface JobQueue {
  /**
   * Puts a job in line, then calls `announce`; jobs that are added within that come behind it. None
   * begins before the outermost has been announced.
   */
  add(job$: Observable<unknown>, announce: () => void): void;
  /** Does the jobs while subscribed; emits nothing, errors with the job that does. */
  readonly work$: Observable<never>;
}

/** A loop, since `concatMap` would nest: hundreds of jobs may end within the end of one. */
export function createJobQueue(): JobQueue {
  const waiting: Observable<unknown>[] = [];
  const added$ = new Subject<void>();
  let announcements = 0;

  return {
    add: (job$, announce) => {
      waiting.push(job$);
      announcements++;
      try {
        announce();
      } finally {
        announcements--;
      }
      added$.next();
    },
    work$: new Observable<never>((subscriber) => {
      const turn = new SerialSubscription(subscriber);
      let isGoingOn = false;
      const goOn = () => {
        if (isGoingOn) return;
        isGoingOn = true;
        while (!turn.isActive && announcements === 0) {
          const job$ = waiting.shift();
          if (job$ === undefined || subscriber.closed) break;
          turn.replace(job$, () => undefined, goOn);
        }
        isGoingOn = false;
      };
      listen(added$, subscriber, goOn);
    }),
  };
}
