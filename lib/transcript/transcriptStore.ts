import { type Observable, Subject } from 'rxjs';
import type { Entry } from '../inbox/index.js';
import type { ChatItem } from '../wire/index.js';
import { at, forEach } from './sortedList.js';
import {
  EMPTY_TRANSCRIPT,
  ItemsMaker,
  reduceChanges,
  reduceTranscript,
  snapshotOf,
  type Transcript,
  type TranscriptChange,
  type TranscriptState,
} from './transcript.js';
import { editOf, EditLog, type TranscriptDelta } from './transcriptDelta.js';

/** The changes of a transcript, for one reader. */
export interface TranscriptRecording {
  /** First all that there is, then what has changed since, if anything has. */
  take(): TranscriptDelta | undefined;
  stop(): void;
}

/** How much is kept. */
export interface TranscriptStoreOptions {
  /** How many items to keep, beside those of older pages. @defaultValue all */
  readonly maxItems?: number;
  /** Called with the oldest item before it is dropped; returns whether it may be. @defaultValue any may */
  readonly mayDrop?: (entry: Entry) => boolean;
}

/** Changes that wait for a reader are folded in when there are this many of them. */
const MAX_PENDING = 1_024;

/**
 * The transcript of a chat. Changes are folded in when somebody reads it: what nobody reads costs next to
 * nothing. Items beyond `maxItems` are dropped then, too.
 */
export class TranscriptStore {
  readonly #mayDrop: (entry: Entry) => boolean;
  readonly #changes$ = new Subject<readonly TranscriptChange[]>();
  readonly #outdated$ = new Subject<void>();
  readonly #itemsMaker = new ItemsMaker();
  #recordings: Set<EditLog> | undefined;
  #state = EMPTY_TRANSCRIPT;
  #pending: TranscriptChange[] = [];
  #isOutdated = false;
  #batches = 0;
  #snapshot: Transcript | undefined;
  /** Grows with every older page that is loaded, else that would be dropped at once. */
  #limit: number;

  constructor({ maxItems = Infinity, mayDrop = () => true }: TranscriptStoreOptions = {}) {
    this.#limit = maxItems;
    this.#mayDrop = mayDrop;
  }

  /** Emits changes after they have been applied. */
  get changes$(): Observable<readonly TranscriptChange[]> {
    return this.#changes$.asObservable();
  }

  /** Emits at the first change since the snapshot or a recording was last read. */
  get outdated$(): Observable<unknown> {
    return this.#outdated$.asObservable();
  }

  /** Whether the service has older items. */
  get hasOlder(): boolean {
    return this.#folded().hasOlder;
  }

  set hasOlder(hasOlder: boolean) {
    this.apply([{ kind: 'older', hasOlder }]);
  }

  /** Applies changes that belong together. */
  apply(changes: readonly TranscriptChange[]): void {
    if (changes.length === 0) return;
    for (const change of changes) this.#pending.push(change);
    if (this.#changes$.observed) this.#changes$.next(changes);
    this.#changed();
  }

  /**
   * Does `work`, whose changes are one change to readers: `outdated$` emits after it. A snapshot that is
   * read meanwhile has the changes so far.
   */
  batch(work: () => void): void {
    this.#batches++;
    try {
      work();
    } finally {
      this.#batches--;
      this.#changed();
    }
  }

  /** The present snapshot; the same object until something changes. */
  snapshot(): Transcript {
    this.#isOutdated = false;
    const state = this.#folded();
    return (this.#snapshot ??= snapshotOf(state, this.#itemsMaker));
  }

  /** Records the changes from the first `take()` on. */
  record(): TranscriptRecording {
    const log = new EditLog();
    const recordings = (this.#recordings ??= new Set());
    let last: Transcript | undefined;
    return {
      take: () => {
        const transcript = this.snapshot();
        if (transcript === last) return undefined;
        const isFirst = last === undefined;
        last = transcript;
        recordings.add(log);
        const edits = log.take();
        return {
          edits: isFirst ? [{ type: 'reset', items: transcript.items }] : edits,
          transcript,
        };
      },
      stop: () => {
        recordings.delete(log);
      },
    };
  }

  /** The oldest item that the service knows as well: no own message that is pending or has failed. */
  oldest(): ChatItem | undefined {
    const { entries } = this.#folded();
    for (let index = 0; index < entries.size; index++) {
      const item = at(entries, index)?.item;
      if (item?.status !== 'sending' && item?.status !== 'failed') return item;
    }
    return undefined;
  }

  /** The entries at `time` or later, newest first; milliseconds since 1970. */
  *sentSince(time: number): Iterable<Entry> {
    const { entries } = this.#folded();
    for (let index = entries.size - 1; index >= 0; index--) {
      const entry = at(entries, index);
      if (entry === undefined || entry.time < time) return;
      yield entry;
    }
  }

  /** All entries in order. */
  entries(): readonly Entry[] {
    const entries: Entry[] = [];
    forEach(this.#folded().entries, (entry) => {
      entries.push(entry);
    });
    return entries;
  }

  /** Completes `changes$` and `outdated$`. */
  complete(): void {
    this.#changes$.complete();
    this.#outdated$.complete();
  }

  #changed(): void {
    if (this.#pending.length > MAX_PENDING) this.#folded();
    if (this.#isOutdated || this.#batches > 0) return;
    this.#isOutdated = true;
    this.#outdated$.next();
  }

  /** The state with all changes folded in. */
  #folded(): TranscriptState {
    if (this.#pending.length === 0) return this.#state;
    const before = this.#state;
    const changes = this.#pending;
    this.#pending = [];
    if (this.#recordings?.size) for (const change of changes) this.#step(change);
    else this.#state = reduceChanges(before, changes);
    if (this.#limit < Infinity) this.#limit += changes.filter(isOlder).length;
    this.#trim();
    if (this.#state !== before) this.#snapshot = undefined;
    return this.#state;
  }

  #step(change: TranscriptChange): void {
    const before = this.#state;
    this.#state = reduceTranscript(before, change);
    if (!this.#recordings?.size) return;
    const edit = editOf(before, this.#state, change);
    if (edit) for (const log of this.#recordings) log.add(edit);
  }

  #trim(): void {
    let index = 0;
    while (this.#state.entries.size > this.#limit) {
      const entry = at(this.#state.entries, index);
      if (entry === undefined) return;
      if (entry.time === Infinity || !this.#mayDrop(entry)) {
        index++;
      } else {
        this.#step({ kind: 'remove', entry });
        this.#step({ kind: 'older', hasOlder: true });
      }
    }
  }
}

/** Items of older pages are numbered downwards. */
const isOlder = (change: TranscriptChange) => change.kind === 'insert' && change.entry.arrival < 0;
