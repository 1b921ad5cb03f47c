import type { SchedulerLike, Subscription } from 'rxjs';
import { scheduleOnce } from '../rx/index.js';

/** What a {@link Gate} needs. */
export interface GateOptions<T> {
  /** Called with one value at a time, in the order in which they came. */
  readonly pass: (value: T) => void;
  /** The longest that a value is held, in milliseconds: then the gate opens by itself. */
  readonly holdMs: number;
  readonly scheduler: SchedulerLike;
}

/** Passes values on as they come, or holds them while it is closed. */
export class Gate<T> {
  readonly #pass: (value: T) => void;
  readonly #holdMs: number;
  readonly #scheduler: SchedulerLike;
  #held: T[] = [];
  #isInUse = false;
  #isClosed = false;
  #isPassing = false;
  /** Runs from the first held value on, while there is one. */
  #timer: Subscription | undefined;

  constructor({ pass, holdMs, scheduler }: GateOptions<T>) {
    this.#pass = pass;
    this.#holdMs = holdMs;
    this.#scheduler = scheduler;
  }

  /**
   * Passes `value` on, after all that came before it: if the gate is closed, when it opens; if another
   * value is being passed on, after that. Does nothing before `start()`.
   */
  take(value: T): void {
    if (!this.#isInUse) return;
    if (this.#isClosed || this.#isPassing || this.#held.length > 0) {
      this.#held.push(value);
      this.#release();
      return;
    }
    this.#isPassing = true;
    try {
      this.#pass(value); // past the array, which takes as long as all else here
    } finally {
      this.#isPassing = false;
    }
    if (this.#held.length > 0) this.#release();
  }

  /** Starts it, open. */
  start(): void {
    this.#isInUse = true;
    this.#isClosed = false;
  }

  /** Closes or opens it; held values are passed on as it opens. */
  setClosed(isClosed: boolean): void {
    this.#isClosed = isClosed;
    this.#release();
  }

  /** Takes nothing more; held values are passed on before this returns. */
  finish(): void {
    this.#isInUse = false;
    this.#isClosed = false;
    this.#stopTimer();
    this.#passHeld(); // also from within `pass`: nothing comes after this
  }

  /** Takes nothing more; held values are dropped. */
  stop(): void {
    this.#isInUse = false;
    this.#held = [];
    this.#stopTimer();
  }

  #release(): void {
    if (this.#isPassing) return;
    this.#isPassing = true;
    try {
      this.#passHeld();
    } finally {
      this.#isPassing = false;
      if (this.#held.length === 0) this.#stopTimer();
      else {
        this.#timer ??= scheduleOnce(this.#holdMs, this.#scheduler, () => {
          this.#timer = undefined;
          this.setClosed(false);
        });
      }
    }
  }

  #passHeld(): void {
    while (this.#held.length > 0 && !this.#isClosed) this.#pass(this.#held.shift() as T);
  }

  #stopTimer(): void {
    this.#timer?.unsubscribe();
    this.#timer = undefined;
  }
}
