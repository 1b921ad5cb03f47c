import {
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  of,
  type SchedulerLike,
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
 * The present value of something that may change many times a frame: at once on subscribe and after a
 * change, then at most once a frame. Completes with `changes$`, after the last value.
 */
export const perFrame = <T>(
  changes$: Observable<unknown>,
  present: () => T,
  { scheduler, frameScheduler }: PerFrameOptions,
): Observable<T> =>
  merge(of(undefined), changes$).pipe(
    throttle(() => (frameScheduler ? timer(0, frameScheduler) : timer(FRAME_MS, scheduler)), {
      leading: true,
      trailing: true,
    }),
    map(present),
    distinctUntilChanged(),
  );
