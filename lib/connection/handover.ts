import { Observable, Subscription } from 'rxjs';
import { listen, SerialSubscription } from '../rx/index.js';

/** Sources that take over from one another. */
export interface HandoverOptions<T> {
  /** The next source; subscribed once. It retries what can be cured. */
  readonly open: () => Observable<T>;
  /** Whether `value` says that the source it comes from can take over. */
  readonly isReady: (value: T) => boolean;
  /** Emits when the source that has just taken over is to be replaced. */
  readonly due: () => Observable<unknown>;
}

/**
 * One source after another without a break: a successor is opened when it is due, and its
 * predecessor is left when the successor is ready. Both are heard meanwhile.
 *
 * - **Emits** what the present source and its successor emit.
 * - **Completes** never; a source that completes is replaced when that is due.
 * - **Errors** when the present source does, or its successor.
 * - **Unsubscribing** leaves them all.
 */
export const handover = <T>({ open, isReady, due }: HandoverOptions<T>): Observable<T> =>
  new Observable((subscriber) => {
    const renewal = new SerialSubscription(subscriber);
    let present: Subscription | undefined;

    const takesOver = (source: Subscription) => {
      const predecessor = present;
      present = source;
      renewal.replace(due(), () => {
        renewal.clear(); // one successor at a time
        openNext();
      });
      predecessor?.unsubscribe();
    };
    const openNext = () => {
      const source = new Subscription();
      let ready = false;
      subscriber.add(source);
      const next = (value: T) => {
        if (!ready && isReady(value)) {
          ready = true;
          takesOver(source);
        }
        if (!source.closed) subscriber.next(value);
      };
      listen(open(), source, next, (error) => {
        subscriber.error(error);
      });
    };
    openNext();
  });
