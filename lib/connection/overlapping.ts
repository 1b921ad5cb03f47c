import {
  defer,
  filter,
  merge,
  mergeMap,
  type Observable,
  Subject,
  switchMap,
  takeUntil,
  tap,
} from 'rxjs';

/** Sources that take over from one another. */
export interface OverlappingOptions<T> {
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
export const overlapping = <T>({ open, isReady, due }: OverlappingOptions<T>): Observable<T> =>
  defer(() => {
    const ready$ = new Subject<number>(); // which of the sources has taken over
    // The first source may be ready at once, so it is opened when somebody listens to that.
    return merge(ready$.pipe(switchMap(due)), [undefined]).pipe(
      mergeMap((_, turn) => {
        let ready = false;
        return open().pipe(
          tap((value) => {
            if (ready || !isReady(value)) return;
            ready = true;
            ready$.next(turn);
          }),
          takeUntil(ready$.pipe(filter((successor) => successor > turn))),
        );
      }),
    );
  });
