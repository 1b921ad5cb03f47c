import {
  concat,
  defer,
  distinctUntilChanged,
  last,
  map,
  merge,
  type Observable,
  of,
  type SchedulerLike,
  takeUntil,
  throttle,
  timer,
} from 'rxjs';

/** How often a screen is drawn, in milliseconds. */
const FRAME_MS = 16;

/** What {@link perFrame} needs. */
export interface PerFrameOptions {
  readonly scheduler: SchedulerLike;
  /** Says when a frame is over by running a task. @defaultValue `scheduler`, after 16 ms */
  readonly frameScheduler: SchedulerLike | undefined;
}

/**
 * The present value of something that may change many times a frame.
 *
 * - **On subscribe**: the present value.
 * - **Emits** the present value at once after a change, then at most once a frame.
 * - **Completes** with `changes$`, with the last value and no timer left.
 */
export const perFrame = <T>(
  changes$: Observable<unknown>,
  present: () => T,
  { scheduler, frameScheduler }: PerFrameOptions,
): Observable<T> => {
  const frame = () => (frameScheduler ? timer(0, frameScheduler) : timer(FRAME_MS, scheduler));
  const now$ = defer(() => of(present()));
  const later$ = changes$.pipe(
    throttle(frame, { leading: true, trailing: true }),
    takeUntil(changes$.pipe(last(null, null))),
    map(present),
  );
  // Changes are listened to before the first value goes out, since that may bring one about.
  return concat(merge(later$, now$), now$).pipe(distinctUntilChanged());
};
