import type { Observable, Observer, Subscriber, Subscription, Unsubscribable } from 'rxjs';

/** What a {@link Listener} belongs to: it unsubscribes when its owner closes, and sends errors there. */
export type Owner = Subscription & Partial<Pick<Subscriber<unknown>, 'error'>>;

/**
 * Forwards the values of one source to `next` until it or its owner closes, even in the middle of a
 * synchronous burst. A class, since a chat has two dozen of them: as closures they would take three
 * times the memory.
 */
export class Listener<T> implements Observer<T>, Unsubscribable {
  readonly #owner: Owner;
  readonly #next: (value: T) => void;
  readonly #failed: ((error: unknown) => void) | undefined;
  readonly #completed: (() => void) | undefined;
  #subscription: Subscription | undefined;
  #isClosed = false;

  /**
   * @param failed - called with an error of the source; by default, the error is sent to `owner`.
   * @param completed - called when the source has completed and the listener is closed.
   */
  constructor(
    owner: Owner,
    next: (value: T) => void,
    failed?: (error: unknown) => void,
    completed?: () => void,
  ) {
    this.#owner = owner;
    this.#next = next;
    this.#failed = failed;
    this.#completed = completed;
    owner.add(this);
  }

  get closed(): boolean {
    return this.#isClosed;
  }

  /** Subscribes to `source$`, unless the listener is closed already. */
  listen(source$: Observable<T>): void {
    if (this.#isClosed) return;
    const subscription = source$.subscribe(this);
    if (this.closed) subscription.unsubscribe();
    else this.#subscription = subscription;
  }

  next(value: T): void {
    if (!this.#isClosed) this.#next(value);
  }

  error(error: unknown): void {
    if (this.#isClosed) return;
    this.unsubscribe();
    if (this.#failed) this.#failed(error);
    else this.#owner.error?.(error);
  }

  complete(): void {
    if (this.#isClosed) return;
    this.unsubscribe();
    this.#completed?.();
  }

  unsubscribe(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#owner.remove(this);
    this.#subscription?.unsubscribe();
  }
}
