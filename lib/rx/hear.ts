import type { Observable, Subscriber } from 'rxjs';

/**
 * Has `next` told what `source$` emits, until `subscriber` is closed. An error is told to `failed`.
 *
 * A connection is made of hand-written subscribers that hear one another in this way: each operator
 * takes half a kilobyte while a chat is connected, and a process may hold thousands of chats.
 *
 * @param failed - by default, errors `subscriber`.
 */
export function hear<T>(
  source$: Observable<T>,
  subscriber: Subscriber<unknown>,
  next: (value: T) => void,
  failed = (error: unknown) => {
    subscriber.error(error);
  },
): void {
  if (!subscriber.closed) subscriber.add(source$.subscribe({ next, error: failed }));
}
