import {
  asyncScheduler,
  concatMap,
  defer,
  from,
  ignoreElements,
  mergeMap,
  type Observable,
  type SchedulerLike,
  timer,
} from 'rxjs';
import type { EmulatedContact } from 'rx-connect-chat/emulator';
import { CAST } from './cast.js';
import { playCustomer } from './playCustomer.js';
import type { ScriptedCustomer } from './step.js';

/** How many come at a time, and how long after one another. */
const GROUP = 4;
const APART_MS = 700;

/** Who comes next, when those of the names `present` are there already. */
export const nextCustomers = (present: readonly string[]): readonly ScriptedCustomer[] =>
  CAST.filter(({ name }) => !present.includes(name)).slice(0, GROUP);

/**
 * Has customers come, one after another, and plays each.
 *
 * - **Completes** when all have left.
 * - **Unsubscribing** leaves them where they are, and lets nobody else come.
 */
export const bringCustomers = (
  customers: readonly ScriptedCustomer[],
  start: (name: string) => EmulatedContact,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<never> =>
  from(customers).pipe(
    concatMap((customer, place) =>
      timer(place === 0 ? 0 : APART_MS, scheduler).pipe(mergeMap(() => [customer])),
    ),
    mergeMap(({ name, steps }) => defer(() => playCustomer(start(name), steps, scheduler))),
    ignoreElements(),
  );
