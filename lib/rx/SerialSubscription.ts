import type { Observable, Subscriber } from 'rxjs';
import { Listener } from './Listener.js';

/** A `switchMap` slot for hand-written subscribers. */
export class SerialSubscription {
  readonly #subscriber: Subscriber<unknown>;
  #current: Listener<never> | undefined;

  constructor(subscriber: Subscriber<unknown>) {
    this.#subscriber = subscriber;
  }

  /** Whether there is a source that has not completed. */
  get isActive(): boolean {
    return this.#current?.closed === false;
  }

  /**
   * Unsubscribes from the current source, subscribes to `source$` and forwards its values to `next`.
   * `completed` is called when `source$` has completed and the slot is free again, `failed` if it has
   * errored; by default, the error is sent to `subscriber`.
   */
  replace<T>(
    source$: Observable<T>,
    next: (value: T) => void,
    completed?: () => void,
    failed?: (error: unknown) => void,
  ): void {
    this.clear();
    const current = new Listener(this.#subscriber, next, failed, completed);
    this.#current = current;
    current.listen(source$);
  }

  /** Unsubscribes from the current source, if there is one. */
  clear(): void {
    this.#current?.unsubscribe();
  }
}
