import { Observable, type Subscriber } from 'rxjs';
import { Listener, SerialSubscription } from '../rx/index.js';

/** Sources that replace one another. */
export interface HandoverOptions<T> {
  /** The next source; subscribed once. It retries transient errors itself. */
  readonly open: () => Observable<T>;
  /** Whether `value` says that its source can take over. */
  readonly isReady: (value: T) => boolean;
  /** Emits when the source that has just taken over is to be replaced. Subscribed for each source. */
  readonly renewal$: Observable<unknown>;
}

/**
 * Make before break: a successor is subscribed when a renewal is due, and its predecessor is
 * unsubscribed from when the successor is ready. Both are forwarded meanwhile.
 *
 * - **Emits** what the present source and its successor emit.
 * - **Completes** never; a source that completes is replaced at the next renewal.
 * - **Errors** with the present source or its successor.
 * - **Unsubscribing** unsubscribes from them all.
 */
export const handover = <T>(options: HandoverOptions<T>): Observable<T> =>
  new Observable((subscriber) => {
    new Handover(subscriber, options).openNext();
  });

class Handover<T> {
  readonly #subscriber: Subscriber<T>;
  readonly #options: HandoverOptions<T>;
  readonly #renewal: SerialSubscription;
  #present: Listener<T> | undefined;

  constructor(subscriber: Subscriber<T>, options: HandoverOptions<T>) {
    this.#subscriber = subscriber;
    this.#options = options;
    this.#renewal = new SerialSubscription(subscriber);
  }

  openNext(): void {
    const { open, isReady } = this.#options;
    const source = new Listener<T>(this.#subscriber, (value) => {
      if (source !== this.#present && isReady(value)) this.#takeOver(source);
      if (!source.closed) this.#subscriber.next(value);
    });
    source.listen(open());
  }

  #takeOver(source: Listener<T>): void {
    const predecessor = this.#present;
    this.#present = source;
    this.#renewal.replace(this.#options.renewal$, () => {
      this.#renewal.clear(); // one successor at a time
      this.openNext();
    });
    predecessor?.unsubscribe();
  }
}
