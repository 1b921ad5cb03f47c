import { concatMap, fromEvent, ignoreElements, merge, type Observable, take, tap } from 'rxjs';

/**
 * Ctrl+C, whoever ends processes, or that nobody reads the output any more, as after `| head`. While nobody
 * is subscribed, Node ends the process at a signal at once.
 */
export const interrupted$: Observable<unknown> = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
  fromEvent(process.stdout, 'error'),
);

/** The exit code of shells for a process that Ctrl+C has ended. */
const ENDED_BY_SIGINT = 130;

/** Has each Ctrl+C that a terminal hands over as a key do what the signal does. */
export const asSignals = () => (keys$: Observable<unknown>) =>
  keys$.pipe(
    tap(() => {
      if (!process.emit('SIGINT', 'SIGINT')) process.exit(ENDED_BY_SIGINT);
    }),
    ignoreElements(),
  );

/** Once interrupted, tidies up and ends the process: for what has begun and cannot be stopped. */
export const endOnceInterrupted = (tidyUp: () => Promise<unknown>): Observable<never> =>
  interrupted$.pipe(
    take(1), // another one does not wait for it
    concatMap(tidyUp),
    tap(() => process.exit(ENDED_BY_SIGINT)),
    ignoreElements(),
  );
