import { Observable, type SchedulerLike, type Subscription } from 'rxjs';
import { scheduleOnce } from '../rx/index.js';

/** How often a screen is drawn, in milliseconds. */
const FRAME_MS = 16;

/** What {@link throttleToFrames} needs. */
export interface ThrottleToFramesOptions {
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
export const throttleToFrames = <T>(
  changes$: Observable<unknown>,
  present: () => T,
  { scheduler, frameScheduler }: ThrottleToFramesOptions,
): Observable<T> =>
  new Observable((subscriber) => {
    let last: { readonly value: T } | undefined;
    let frame: Subscription | undefined;
    let isOutdated = false;

    const tell = () => {
      isOutdated = false;
      const value = present();
      if (last?.value === value) return;
      last = { value };
      subscriber.next(value);
    };
    const tellAndWait = () => {
      tell();
      frame?.unsubscribe();
      if (subscriber.closed) return;
      frame = frameScheduler
        ? scheduleOnce(0, frameScheduler, frameIsOver)
        : scheduleOnce(FRAME_MS, scheduler, frameIsOver);
    };
    const frameIsOver = () => {
      if (isOutdated) tellAndWait();
    };

    subscriber.add(() => frame?.unsubscribe());
    // Changes are listened to before the first value goes out, since that may bring one about.
    subscriber.add(
      changes$.subscribe({
        next: () => {
          isOutdated = true;
          if (frame?.closed ?? true) tellAndWait();
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          tell();
          subscriber.complete();
        },
      }),
    );
    if (!subscriber.closed) tell();
  });
