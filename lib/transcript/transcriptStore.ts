import { type Observable, Subject } from 'rxjs';
import {
  EMPTY_TRANSCRIPT,
  reduceTranscript,
  snapshotOf,
  type Transcript,
  type TranscriptChange,
} from './transcript.js';

/** The one place where a chat's transcript is kept. */
export interface TranscriptStore {
  /** Changes that belong together. */
  apply(changes: readonly TranscriptChange[]): void;
  /** The present snapshot; the same object until something changes. */
  readonly snapshot: () => Transcript;
  /** The changes, after they have been applied. */
  readonly changes$: Observable<readonly TranscriptChange[]>;
  /** Ends `changes$`. */
  complete(): void;
}

/** Changes that wait for a reader are folded in when there are this many of them. */
const MAX_PENDING = 1_024;

/**
 * A store that begins empty. Changes are folded into the transcript when somebody looks: what nobody
 * reads costs next to nothing.
 */
export function createTranscriptStore(): TranscriptStore {
  const changes$ = new Subject<readonly TranscriptChange[]>();
  let state = EMPTY_TRANSCRIPT;
  let pending: TranscriptChange[] = [];
  let snapshot: Transcript | undefined;

  const fold = () => {
    const before = state;
    state = pending.reduce(reduceTranscript, state);
    pending = [];
    if (state !== before) snapshot = undefined;
  };

  return {
    apply: (changes) => {
      if (changes.length === 0) return;
      pending.push(...changes);
      if (pending.length > MAX_PENDING) fold();
      changes$.next(changes);
    },
    snapshot: () => {
      fold();
      return (snapshot ??= snapshotOf(state));
    },
    changes$: changes$.asObservable(),
    complete: () => {
      changes$.complete();
    },
  };
}
