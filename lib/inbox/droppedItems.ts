import type { Entry } from './entries.js';

/** Items that were known once, so that another copy of them is not taken for new. */
export interface DroppedItems {
  add(entry: Entry): void;
  has(id: string): boolean;
  /** Whether the item was known: surely, or since it is older than what can be remembered; `time` is in milliseconds since 1970. */
  covers(id: string, time: number): boolean;
  /** The item is known again. */
  delete(id: string): void;
}

/** How many ids are remembered; a reconnect brings again what is two minutes old, and more rarely. */
const REMEMBERED = 1_000;

/** Nothing was dropped yet. Bounded: of what is older than the ids that it remembers, nothing is new. */
export function createDroppedItems(): DroppedItems {
  const timeById = new Map<string, number>();
  let forgottenTime = -Infinity;
  return {
    add: ({ item: { id }, time }) => {
      timeById.set(id, time);
      if (timeById.size <= REMEMBERED) return;
      for (const [oldestId, oldestTime] of timeById) {
        timeById.delete(oldestId);
        forgottenTime = Math.max(forgottenTime, oldestTime);
        return;
      }
    },
    has: (id) => timeById.has(id),
    covers: (id, time) => time <= forgottenTime || (timeById.size > 0 && timeById.has(id)),
    delete: (id) => {
      timeById.delete(id);
    },
  };
}
