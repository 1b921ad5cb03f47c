import type { Happening, JournalEntry, Notice } from './journal.js';
import { createTurns, type Turns } from './turns.js';

/** A journal as it is being written. */
export interface Log extends Pick<Turns, 'newId' | 'now' | 'random'> {
  readonly entries: readonly JournalEntry[];
  readonly isFull: boolean;
  /** Writes what comes in, and does what follows from it. */
  readonly enter: <T>(happening: Happening, task: () => T) => T;
  /**
   * Writes that the chat opens `what`, and lets `open` do it with a function that writes what comes of
   * it, and does what follows.
   */
  readonly open: <T>(
    what: string,
    open: (tell: (notice: Notice, task: () => void) => void) => T,
  ) => T;
  /** Writes what is good to know. */
  readonly note: (happening: Happening) => void;
}

/** What a log needs. */
export interface LogOptions {
  readonly seed: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** The clock of the chat. */
  readonly now: () => number;
}

export function createLog({ seed, maxEntries, maxBytes, now }: LogOptions): Log {
  const turns = createTurns(seed);
  const entries: JournalEntry[] = [];
  let bytes = 0;
  let isFull = false;

  const write = (happening: Happening): number => {
    const entry = { at: turns.now() ?? now(), ...happening } as JournalEntry;
    bytes += JSON.stringify(entry).length;
    isFull ||= entries.length >= maxEntries || bytes > maxBytes;
    return isFull ? -1 : entries.push(entry) - 1;
  };

  const enter: Log['enter'] = (happening, task) => {
    const at = turns.now() ?? now();
    return isFull ? task() : turns.run(write(happening), at, task);
  };
  const note: Log['note'] = (happening) => {
    if (!isFull) write(happening);
  };

  return {
    entries,
    get isFull() {
      return isFull;
    },
    enter,
    note,
    open: (what, open) => {
      const id = turns.newId();
      note({ type: 'open', id, what });
      const came: Notice[] = [];
      let isOpening = true;
      const result = open((notice, task) => {
        if (!isOpening) {
          enter({ ...notice, id }, task);
          return;
        }
        came.push(notice);
        task();
      });
      isOpening = false;
      if (came.length > 0) note({ type: 'at-once', id, came });
      return result;
    },
    newId: turns.newId,
    now: turns.now,
    random: turns.random,
  };
}
