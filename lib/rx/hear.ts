import type { Observable, Subscriber, Subscription } from 'rxjs';

/**
 * Has `next` told what `source$` emits, until `owner` is closed; from then on nothing is told, also in
 * the middle of what a source emits while it is being subscribed.
 *
 * A connection is made of hand-written subscribers that hear one another in this way: each operator
 * takes half a kilobyte while a chat is connected, and a process may hold thousands of chats.
 *
 * @param failed - told of an error of `source$`; by default, that errors the subscriber.
 */
export function hear<T>(
  source$: Observable<T>,
  owner: Subscriber<unknown>,
  next: (value: T) => void,
): void;
export function hear<T>(
  source$: Observable<T>,
  owner: Subscription,
  next: (value: T) => void,
  failed: (error: unknown) => void,
): void;
export function hear<T>(
  source$: Observable<T>,
  owner: Subscription & Partial<Pick<Subscriber<unknown>, 'error'>>,
  next: (value: T) => void,
  failed = (error: unknown) => owner.error?.(error),
): void {
  if (owner.closed) return;
  owner.add(
    source$.subscribe({
      next: (value) => {
        if (!owner.closed) next(value);
      },
      error: (error: unknown) => {
        if (!owner.closed) failed(error);
      },
    }),
  );
}
