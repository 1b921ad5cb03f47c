import {
  asyncScheduler,
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  from,
  ignoreElements,
  map,
  type Observable,
  race,
  type SchedulerLike,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { type EmulatedContact, ServiceError } from 'rx-connect-chat/emulator';
import { type Step, typingMs } from './step.js';

/** How often a customer looks whether there is an answer. */
const LOOK_MS = 250;
/** How long an answer takes to be read. */
const READING_MS = 1_200;

/**
 * Plays the customer of `contact`.
 *
 * - **Completes** with the last step, and where the chat is over before.
 * - **Unsubscribing** leaves the customer where they are.
 */
export const playCustomer = (
  contact: EmulatedContact,
  steps: readonly Step[],
  scheduler: SchedulerLike = asyncScheduler,
): Observable<never> => {
  const { customer } = contact;
  const act = (task: () => unknown): Observable<never> =>
    defer(() => {
      task();
      return EMPTY;
    });
  const wait = (ms: number) => timer(ms, scheduler).pipe(ignoreElements());

  /** The newest message, where that is an agent's. */
  const answer = () => {
    const last = contact.transcript.filter(({ Type }) => Type === 'MESSAGE').at(-1);
    return last?.ParticipantRole === 'AGENT' ? last : undefined;
  };
  const answered$ = timer(0, LOOK_MS, scheduler).pipe(
    map(answer),
    filter((item) => item !== undefined),
    take(1),
    tap(({ Id }) => customer.read(Id ?? '')),
  );

  const play = (step: Step): Observable<never> => {
    switch (step.type) {
      case 'says':
        return concat(
          act(() => customer.type()),
          wait(typingMs(step.text)),
          act(() => customer.say(step.text)),
        );
      case 'awaits':
        return race(answered$.pipe(concatMap(() => wait(READING_MS))), wait(step.atMostMs));
      case 'pauses':
        return wait(step.ms);
      case 'leaves':
        return act(() => {
          customer.leave();
        });
    }
  };

  return from(steps).pipe(
    concatMap(play),
    catchError((error: unknown) =>
      error instanceof ServiceError ? EMPTY : throwError(() => error),
    ),
  );
};
