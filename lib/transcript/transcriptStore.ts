import { type Observable, Subject } from 'rxjs';
import type { Entry } from '../inbox/index.js';
import type { ChatItem } from '../wire/index.js';
import { at, forEach } from './sortedList.js';
import {
  asChange,
  EMPTY_TRANSCRIPT,
  itemsMaker,
  reduceChanges,
  reduceTranscript,
  snapshotOf,
  type Transcript,
  type TranscriptChange,
} from './transcript.js';
import { editOf, EditLog, type TranscriptDelta } from './transcriptDelta.js';

/** The one place where a chat's transcript is kept. */
export interface TranscriptStore {
  /** Changes that belong together. */
  apply(changes: readonly TranscriptChange[]): void;
  /**
   * Does `work`, whose changes are one change to readers. `outdated$` emits after it; whoever reads a
   * snapshot meanwhile sees what has changed so far.
   */
  readonly batch: (work: () => void) => void;
  /** One entry that is new; as `apply` of its insertion, for the many that have nothing else to change. */
  insert(entry: Entry): void;
  /** The present snapshot; the same object until something changes. */
  readonly snapshot: () => Transcript;
  /** Writes down what changes from now on. */
  readonly record: () => TranscriptRecording;
  /** The oldest item that the service knows as well: no own message that is on its way or has failed. */
  readonly oldest: () => ChatItem | undefined;
  /** Whether the service has older items. */
  readonly hasOlder: () => boolean;
  readonly setHasOlder: (hasOlder: boolean) => void;
  /** What was sent at `time` or later, in milliseconds since 1970; the newest first. */
  readonly backTo: (time: number) => Iterable<Entry>;
  /** Every item at its place, in order. */
  readonly entries: () => readonly Entry[];
  /** The changes, after they have been applied. */
  readonly changes$: Observable<readonly TranscriptChange[]>;
  /** Emits at the first change since `snapshot` or a recording was asked last. */
  readonly outdated$: Observable<unknown>;
  /** Ends both. */
  complete(): void;
}

/** What changes, for one reader. */
export interface TranscriptRecording {
  /** First all that there is, then what has changed since, if anything has. */
  readonly take: () => TranscriptDelta | undefined;
  readonly stop: () => void;
}

/** How much is kept. */
export interface TranscriptStoreOptions {
  /** How many items to keep, beside those of older pages. @defaultValue all */
  readonly maxItems?: number;
  /** Told of the item to go, the oldest; answers whether it may. @defaultValue any may */
  readonly mayDrop?: (entry: Entry) => boolean;
}

/** Changes that wait for a reader are folded in when there are this many of them. */
const MAX_PENDING = 1_024;

/**
 * A store that begins empty. Changes are folded into the transcript when somebody looks: what nobody
 * reads costs next to nothing. So are the items dropped that are too many.
 */
export function createTranscriptStore({
  maxItems = Infinity,
  mayDrop = () => true,
}: TranscriptStoreOptions = {}): TranscriptStore {
  const changes$ = new Subject<readonly TranscriptChange[]>();
  const outdated$ = new Subject<void>();
  const logs = new Set<EditLog>();
  const makeItems = itemsMaker();
  let state = EMPTY_TRANSCRIPT;
  /** An entry alone stands for its insertion: most changes are that. */
  let pending: (TranscriptChange | Entry)[] = [];
  let isOutdated = false;
  let batches = 0;
  let snapshot: Transcript | undefined;
  /** Grows with every older page that is asked for, else that would be dropped at once. */
  let limit = maxItems;

  const step = (change: TranscriptChange) => {
    const before = state;
    state = reduceTranscript(state, change);
    if (logs.size === 0) return;
    const edit = editOf(before, state, change);
    if (edit) for (const log of logs) log.add(edit);
  };

  const trim = () => {
    let index = 0;
    while (state.entries.size > limit) {
      const entry = at(state.entries, index);
      if (entry === undefined) return;
      if (entry.time === Infinity || !mayDrop(entry)) {
        index++;
      } else {
        step({ kind: 'remove', entry });
        step({ kind: 'older', hasOlder: true });
      }
    }
  };

  const fold = () => {
    if (pending.length === 0) return;
    const before = state;
    const changes = pending;
    pending = [];
    if (logs.size > 0) for (const change of changes) step(asChange(change));
    else state = reduceChanges(state, changes);
    if (limit < Infinity) limit += changes.filter(isOlder).length;
    trim();
    if (state !== before) snapshot = undefined;
  };

  const changed = () => {
    if (pending.length > MAX_PENDING) fold();
    if (isOutdated || batches > 0) return;
    isOutdated = true;
    outdated$.next();
  };

  const apply = (changes: readonly TranscriptChange[]) => {
    if (changes.length === 0) return;
    pending.push(...changes);
    changes$.next(changes);
    changed();
  };

  const present = () => {
    isOutdated = false;
    fold();
    return (snapshot ??= snapshotOf(state, makeItems));
  };

  return {
    apply,
    batch: (work) => {
      batches++;
      try {
        work();
      } finally {
        batches--;
        changed();
      }
    },
    insert: (entry) => {
      pending.push(entry);
      if (changes$.observed) changes$.next([{ kind: 'insert', entry }]);
      changed();
    },
    snapshot: present,
    record: () => {
      const log = new EditLog();
      let last: Transcript | undefined;
      return {
        take: () => {
          const transcript = present();
          if (transcript === last) return undefined;
          const isFirst = last === undefined;
          last = transcript;
          logs.add(log);
          const edits = log.take();
          return {
            edits: isFirst ? [{ type: 'reset', items: transcript.items }] : edits,
            transcript,
          };
        },
        stop: () => {
          logs.delete(log);
        },
      };
    },
    oldest: () => {
      fold();
      for (let index = 0; index < state.entries.size; index++) {
        const item = at(state.entries, index)?.item;
        if (item?.status !== 'sending' && item?.status !== 'failed') return item;
      }
      return undefined;
    },
    hasOlder: () => {
      fold();
      return state.hasOlder;
    },
    setHasOlder: (hasOlder) => {
      apply([{ kind: 'older', hasOlder }]);
    },
    backTo: function* (time) {
      fold();
      const { entries } = state;
      for (let index = entries.size - 1; index >= 0; index--) {
        const entry = at(entries, index);
        if (entry === undefined || entry.time < time) return;
        yield entry;
      }
    },
    entries: () => {
      fold();
      const entries: Entry[] = [];
      forEach(state.entries, (entry) => {
        entries.push(entry);
      });
      return entries;
    },
    changes$: changes$.asObservable(),
    outdated$: outdated$.asObservable(),
    complete: () => {
      changes$.complete();
      outdated$.complete();
    },
  };
}

/** Items of older pages are numbered downwards. */
const isOlder = (change: TranscriptChange | Entry) =>
  'kind' in change && change.kind === 'insert' && change.entry.arrival < 0;
