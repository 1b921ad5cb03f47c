import { chanceOf } from './chance.js';

/** What is done for one entry: what the chat opens meanwhile is named after it. */
interface Turn {
  readonly index: number;
  readonly at: number;
  readonly random: () => number;
  opened: number;
}

/**
 * Names, chance and the time for what a chat does, entry by entry, in the same way where it is recorded
 * and where it is played. An entry may come within another, as when an app answers a message at once.
 */
export interface Turns {
  /** Does `task` as what follows from the entry at `index`. */
  readonly run: <T>(index: number, at: number, task: () => T) => T;
  /** A name for what the chat opens now. */
  readonly newId: () => string;
  /** The time of the entry; `undefined` between entries. */
  readonly now: () => number | undefined;
  readonly random: () => number;
}

export function createTurns(seed: number): Turns {
  let turn: Turn | undefined;
  const between: Turn = { index: -1, at: 0, random: chanceOf(seed, -1), opened: 0 };
  return {
    run: (index, at, task) => {
      const outer = turn;
      turn = { index, at, random: chanceOf(seed, index), opened: 0 };
      try {
        return task();
      } finally {
        turn = outer;
      }
    },
    newId: () => {
      const { index, opened } = turn ?? between;
      (turn ?? between).opened++;
      return `${index}.${opened}`;
    },
    now: () => turn?.at,
    random: () => (turn ?? between).random(),
  };
}
