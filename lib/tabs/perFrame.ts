import { Observable, type SchedulerLike, type Subscription } from 'rxjs';

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
 *
 * A hidden tab runs its timers once a second. So the clock says whether a frame is over, and the timer is for
 * what nothing follows.
 */
export const perFrame = <T>(
  changes$: Observable<unknown>,
  present: () => T,
  { scheduler, frameScheduler }: PerFrameOptions,
): Observable<T> =>
  new Observable((subscriber) => {
    let last: { readonly value: T } | undefined;
    let lastAt = -Infinity;
    let frame: Subscription | undefined;

    const emit = () => {
      frame?.unsubscribe();
      frame = undefined;
      lastAt = scheduler.now();
      const value = present();
      if (last?.value === value) return;
      last = { value };
      subscriber.next(value);
    };
    const changed = () => {
      const restMs = lastAt + FRAME_MS - scheduler.now();
      if (frameScheduler) frame ??= frameScheduler.schedule(emit);
      else if (restMs <= 0) emit();
      else frame ??= scheduler.schedule(emit, restMs);
    };

    subscriber.add(() => frame?.unsubscribe());
    subscriber.add(
      changes$.subscribe({
        next: changed,
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          emit();
          subscriber.complete();
        },
      }),
    );
    if (!subscriber.closed) emit();
  });
