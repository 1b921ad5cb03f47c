import { fromEvent, merge, type Observable } from 'rxjs';

/** Ctrl+C, or whoever ends processes. While nobody is subscribed, Node ends the process at once. */
export const interrupted$: Observable<unknown> = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
);
