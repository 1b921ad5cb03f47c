import {
  type SchedulerAction,
  type SchedulerLike,
  VirtualAction,
  VirtualTimeScheduler,
} from 'rxjs';
import { type FakeService, fakeService, type Lifetimes } from '../../lib/testing.js';

export interface VirtualServiceOptions {
  /** Milliseconds that a frame, a request or an answer takes; asked for each. @defaultValue 5 */
  readonly latencyMs?: () => number;
  readonly lifetimes?: Partial<Lifetimes>;
  /** @defaultValue one of its own, which `advance` moves on */
  readonly scheduler?: VirtualTimeScheduler;
}

/** A fake service, and what our own specs ask of its clock. */
export interface VirtualService extends Omit<FakeService, 'scheduler' | 'chat'> {
  readonly scheduler: VirtualTimeScheduler;
  /** Lets everything happen that is due in the next `ms` milliseconds. */
  readonly advance: (ms: number) => void;
  /** Timers that are pending and are not the service's own. */
  readonly pendingTimers: () => number;
}

export function virtualService({
  latencyMs = () => 5,
  lifetimes = {},
  scheduler = new VirtualTimeScheduler(VirtualAction, 0),
}: VirtualServiceOptions = {}): VirtualService {
  const ownTimers = new WeakSet<object>();
  /** The service's clock is the chat's, but its timers are told apart. */
  const serviceScheduler: SchedulerLike = {
    now: () => scheduler.now(),
    schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delayMs?: number, state?: T) {
      const action = scheduler.schedule(work, delayMs, state);
      ownTimers.add(action);
      return action;
    },
  };
  return {
    ...fakeService({ latencyMs, lifetimes, scheduler: serviceScheduler }),
    scheduler,
    advance: (ms) => {
      scheduler.maxFrames += ms;
      scheduler.flush();
      scheduler.frame = scheduler.maxFrames;
    },
    pendingTimers: () => scheduler.actions.filter((action) => !ownTimers.has(action)).length,
  };
}
