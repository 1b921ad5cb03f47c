import { fromEvent, merge, type Observable } from 'rxjs';

/**
 * Ctrl+C, whoever ends processes, or that nobody reads the output any more, as after `| head`. While nobody
 * is subscribed, Node ends the process at a signal at once.
 */
export const interrupted$: Observable<unknown> = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
  fromEvent(process.stdout, 'error'),
);
