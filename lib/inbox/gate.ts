/** Passes values on as they come, or holds them. */
export interface Gate<T> {
  /**
   * Passes `value` on, behind all that came before it: where the gate is closed when it opens, where
   * another is being passed on after that. Does nothing where the gate is not in use.
   */
  readonly take: (value: T) => void;
  /** Puts the gate to use, open. */
  readonly start: () => void;
  /** Closes or opens it; what was held comes out as it opens. */
  readonly setClosed: (isClosed: boolean) => void;
  /** Takes nothing more; what is held comes out before this returns. */
  readonly finish: () => void;
  /** Takes nothing more; what is held is dropped. */
  readonly stop: () => void;
}

/** @param pass - given one value at a time, in the order in which they came. */
export function createGate<T>(pass: (value: T) => void): Gate<T> {
  let held: T[] = [];
  let isInUse = false;
  let isClosed = false;
  let isPassing = false;

  const passHeld = () => {
    while (held.length > 0 && !isClosed) pass(held.shift() as T);
  };
  const release = () => {
    if (isPassing) return;
    isPassing = true;
    try {
      passHeld();
    } finally {
      isPassing = false;
    }
  };
  const setClosed = (closed: boolean) => {
    isClosed = closed;
    release();
  };

  return {
    take: (value) => {
      if (!isInUse) return;
      if (isClosed || isPassing || held.length > 0) {
        held.push(value);
        release();
        return;
      }
      isPassing = true;
      try {
        pass(value); // past the array, which takes as long as all else here
      } finally {
        isPassing = false;
      }
      if (held.length > 0) release();
    },
    start: () => {
      isInUse = true;
      isClosed = false;
    },
    setClosed,
    finish: () => {
      isInUse = false;
      isClosed = false;
      passHeld(); // also from within `pass`: nothing comes after this
    },
    stop: () => {
      isInUse = false;
      held = [];
    },
  };
}
