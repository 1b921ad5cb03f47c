import { EmulatorModel } from '../../../lib/emulator/EmulatorModel.js';
import {
  DEFAULT_LIFETIMES,
  DEFAULT_LIMITS,
  type Clock,
  type Limits,
} from '../../../lib/emulator/service/options.js';

/** A clock that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now = Date.parse('2025-01-01T00:00:00Z');
  #tasks: { readonly at: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const task = { at: this.#now + delayMs, run };
    this.#tasks.push(task);
    return () => (this.#tasks = this.#tasks.filter((each) => each !== task));
  }

  /** Timers that have not run yet. */
  get pending(): number {
    return this.#tasks.length;
  }

  advance(byMs: number): void {
    const end = this.#now + byMs;
    for (;;) {
      const next = this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#tasks = this.#tasks.filter((each) => each !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

/** The emulator without its network, on virtual time, with the ids 1, 2, 3, ... */
export function virtualModel(limits: Partial<Limits> = {}): {
  model: EmulatorModel;
  clock: VirtualClock;
} {
  const clock = new VirtualClock();
  let ids = 0;
  const model = new EmulatorModel({
    clock,
    id: () => String((ids += 1)),
    lifetimes: DEFAULT_LIFETIMES,
    limits: { ...DEFAULT_LIMITS, ...limits },
    urls: {
      websocket: (ticket) => `ws://emulator/${ticket}`,
      upload: (ticket) => `http://emulator/up/${ticket}`,
      download: (ticket) => `http://emulator/down/${ticket}`,
      authentication: (sessionId) => `http://emulator/sign-in/${sessionId}`,
    },
  });
  return { model, clock };
}
