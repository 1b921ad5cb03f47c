import { VirtualAction, VirtualTimeScheduler } from 'rxjs';

/** A clock that stands still until it is told to go on; it begins at 0. */
export class VirtualClock extends VirtualTimeScheduler {
  constructor() {
    super(VirtualAction, 0);
  }

  /** Timers that have not run yet. */
  get pending(): number {
    return this.actions.length;
  }

  /** Has it say an earlier time from now on, as a device's clock that is corrected; timers go on. */
  setBack(ms: number): void {
    const { now } = this;
    this.now = () => now() - ms;
  }

  /** Lets everything happen that is due in the next `ms` milliseconds. */
  advance(ms: number): void {
    this.maxFrames += ms;
    this.flush();
    this.frame = this.maxFrames;
  }
}
