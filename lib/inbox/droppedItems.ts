import type { Entry } from './entries.js';

/** How many ids are remembered. A reconnect fetches the last two minutes again, rarely more. */
const MAX_REMEMBERED = 1_000;

/**
 * Remembers items that were dropped from the transcript, so that another copy of one does not count as
 * new. Memory is bounded: if an item is older than the ids remembered, it counts as dropped.
 */
export class DroppedItems {
  readonly #timeById = new Map<string, number>();
  /** The newest time of an item whose id is no longer remembered. */
  #forgottenTime = -Infinity;

  add({ id, time }: Entry): void {
    this.#timeById.set(id, time);
    if (this.#timeById.size <= MAX_REMEMBERED) return;
    for (const [oldestId, oldestTime] of this.#timeById) {
      this.#timeById.delete(oldestId);
      this.#forgottenTime = Math.max(this.#forgottenTime, oldestTime);
      return;
    }
  }

  has(id: string): boolean {
    return this.#timeById.has(id);
  }

  /** Whether the item was dropped, or is too old to tell; `time` is in milliseconds since 1970. */
  covers(id: string, time: number): boolean {
    return time <= this.#forgottenTime || this.#timeById.has(id);
  }

  /** Removes an item that is in the transcript again. */
  delete(id: string): void {
    this.#timeById.delete(id);
  }
}
