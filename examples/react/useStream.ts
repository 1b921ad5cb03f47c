import { useCallback, useRef, useSyncExternalStore } from 'react';
import { type Observable, take } from 'rxjs';

/**
 * The present value of a state stream, such as `chat.transcript$`. The stream is subscribed while the
 * component is mounted.
 */
export function useStream<T>(state$: Observable<T>): T {
  const last = useRef<{ readonly of: Observable<T>; readonly value: T } | undefined>(undefined);
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = state$.subscribe((value) => {
        last.current = { of: state$, value };
        changed();
      });
      return () => {
        subscription.unsubscribe();
      };
    },
    [state$],
  );
  const present = () => {
    if (last.current?.of !== state$) {
      state$.pipe(take(1)).subscribe((value) => {
        last.current = { of: state$, value };
      });
    }
    return last.current?.value as T; // state streams emit on subscribe
  };
  return useSyncExternalStore(subscribe, present, present);
}
