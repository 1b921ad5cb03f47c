import { type Observable, type Subscriber, Subscription } from 'rxjs';

/** A `switchMap` slot for hand-written subscribers. */
export class SerialSubscription {
  readonly #subscriber: Subscriber<unknown>;
  #current: Subscription | undefined;

  constructor(subscriber: Subscriber<unknown>) {
    this.#subscriber = subscriber;
  }

  /** Whether there is a source that has not completed. */
  get isActive(): boolean {
    return this.#current !== undefined;
  }

  /**
   * Unsubscribes from the current source, subscribes to `source$` and forwards its values to `next`.
   * `complete` is called when `source$` has completed and the slot is free again. `error` is called if it
   * errors; by default, the error is sent to `subscriber`.
   */
  replace<T>(
    source$: Observable<T>,
    next: (value: T) => void,
    complete?: () => void,
    error?: (error: unknown) => void,
  ): void {
    this.clear();
    if (this.#subscriber.closed) return;
    const current = (this.#current = new Subscription());
    this.#subscriber.add(current);
    current.add(
      source$.subscribe({
        next: (value) => {
          if (!current.closed) next(value);
        },
        error: (failure: unknown) => {
          if (!error) this.#subscriber.error(failure);
          else if (!current.closed) {
            this.clear();
            error(failure);
          }
        },
        complete: () => {
          if (current.closed) return;
          this.clear();
          complete?.();
        },
      }),
    );
  }

  /** Unsubscribes from the current source, if there is one. */
  clear(): void {
    this.#current?.unsubscribe();
    this.#current = undefined;
  }
}
