import { filter, type SchedulerLike, Subject, takeUntil } from 'rxjs';
import { IllegalArgument } from './answers.js';

/** The handlers of one session, by the name of the method that takes them. */
export interface Handlers {
  /** Answers how to take the handler off again. @throws IllegalArgument where it is no function */
  readonly on: (name: string, handler: (event: never) => void) => () => void;
  /**
   * Calls the handlers soon, after what was emitted before. One that throws harms no other: its error
   * is reported like any that nothing catches. `onEnded` is the last event.
   */
  readonly emit: (name: string, event: object) => void;
  /** Takes all off. */
  readonly drop: () => void;
}

export function createHandlers(scheduler: SchedulerLike): Handlers {
  const delivered$ = new Subject<{ readonly name: string; readonly event: object }>();
  const dropped$ = new Subject<void>();
  const drop = () => {
    dropped$.next();
  };

  return {
    on: (name, handler) => {
      if (typeof handler !== 'function') throw new IllegalArgument(`${name} needs a function`);
      const subscription = delivered$
        .pipe(
          filter((delivered) => delivered.name === name),
          takeUntil(dropped$),
        )
        .subscribe({
          next: ({ event }) => {
            (handler as (event: object) => void)(event);
          },
          error: () => undefined, // there is none: what a handler throws, RxJS reports
        });
      return () => {
        subscription.unsubscribe();
      };
    },
    emit: (name, event) => {
      scheduler.schedule(() => {
        delivered$.next({ name, event });
        if (name === 'onEnded') drop();
      });
    },
    drop,
  };
}
