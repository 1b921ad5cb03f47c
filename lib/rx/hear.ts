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
  if (!owner.closed) owner.add(source$.subscribe(new Listener(owner, next, failed)));
}

/** A class, since a chat has two dozen of them: closures would take three times as much. */
class Listener<T> {
  constructor(
    private readonly owner: Subscription,
    private readonly told: (value: T) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  next(value: T): void {
    if (!this.owner.closed) this.told(value);
  }

  error(error: unknown): void {
    if (!this.owner.closed) this.failed(error);
  }
}
