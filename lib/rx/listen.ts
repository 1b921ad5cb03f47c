import type { Observable, Subscriber, Subscription } from 'rxjs';

/**
 * Subscribes to `source$` and forwards values to `next` until `owner` closes, even in the middle of a
 * synchronous burst. Does not subscribe if `owner` is closed. Ignores the completion of `source$`.
 *
 * A connection is made of hand-written subscribers that listen to one another: each operator takes half
 * a kilobyte while a chat is connected, and a process may hold thousands of chats.
 *
 * @param failed - called with an error of `source$`; by default, the error is sent to `owner`.
 */
export function listen<T>(
  source$: Observable<T>,
  owner: Subscriber<unknown>,
  next: (value: T) => void,
): void;
export function listen<T>(
  source$: Observable<T>,
  owner: Subscription,
  next: (value: T) => void,
  failed: (error: unknown) => void,
): void;
export function listen<T>(
  source$: Observable<T>,
  owner: Subscription & Partial<Pick<Subscriber<unknown>, 'error'>>,
  next: (value: T) => void,
  failed?: (error: unknown) => void,
): void {
  if (!owner.closed) owner.add(source$.subscribe(new Listener(owner, next, failed)));
}

/** A class, since a chat has two dozen of them: as closures they would take three times the memory. */
class Listener<T> {
  readonly #owner: Subscription & Partial<Pick<Subscriber<unknown>, 'error'>>;
  readonly #next: (value: T) => void;
  readonly #failed: ((error: unknown) => void) | undefined;

  constructor(
    owner: Subscription & Partial<Pick<Subscriber<unknown>, 'error'>>,
    next: (value: T) => void,
    failed: ((error: unknown) => void) | undefined,
  ) {
    this.#owner = owner;
    this.#next = next;
    this.#failed = failed;
  }

  next(value: T): void {
    if (!this.#owner.closed) this.#next(value);
  }

  error(error: unknown): void {
    if (this.#owner.closed) return;
    if (this.#failed) this.#failed(error);
    else this.#owner.error?.(error);
  }
}
