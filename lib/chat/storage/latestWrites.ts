import { type Observable, type SchedulerLike, Subscription, throwError } from 'rxjs';
import { listen, timeoutWith } from '../../rx/index.js';

/** A write that has no answer by then counts as lost, so that it keeps no later one from being made. */
const WRITE_TIMEOUT_MS = 60_000;

/**
 * Makes writes, which each emit once, one after the other, so that an older one that is answered cannot come last; of those that
 * wait, the newest alone.
 *
 * @param failed - told of the first failure, and of the first after a success.
 */
export function latestWrites(
  scheduler: SchedulerLike,
  failed: (error: unknown) => void,
): (write$: Observable<unknown>) => void {
  /** They outlive the chat: its last one is on its way when it is closed. */
  const writes = new Subscription();
  let isFailing = false;
  let isWriting = false;
  let next: Observable<unknown> | undefined;

  const put = (write$: Observable<unknown>) => {
    if (isWriting) {
      next = write$;
      return;
    }
    isWriting = true;
    const settled = (hasFailed: boolean) => {
      isFailing = hasFailed;
      isWriting = false;
      const waiting = next;
      next = undefined;
      if (waiting) put(waiting);
    };
    const answered$ = write$.pipe(
      timeoutWith({ first: WRITE_TIMEOUT_MS, scheduler, with: () => throwError(() => tooLate()) }),
    );
    const stored = () => {
      settled(false);
    };
    const lost = (error: unknown) => {
      if (!isFailing) failed(error);
      settled(true);
    };
    listen(answered$, writes, stored, lost);
  };
  return put;
}

const tooLate = (): Error => Object.assign(new Error('no answer'), { name: 'TimeoutError' });
