import { type Observable, Subject } from 'rxjs';
import type { ChatItem } from '../wire/index.js';
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
  /** The oldest item that the service knows as well: no own message that is on its way or has failed. */
  readonly oldest: () => ChatItem | undefined;
  /** Whether the service has older items. */
  readonly hasOlder: () => boolean;
  readonly setHasOlder: (hasOlder: boolean) => void;
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

  const apply = (changes: readonly TranscriptChange[]) => {
    if (changes.length === 0) return;
    pending.push(...changes);
    if (pending.length > MAX_PENDING) fold();
    changes$.next(changes);
  };
  const present = () => {
    fold();
    return (snapshot ??= snapshotOf(state));
  };

  return {
    apply,
    snapshot: present,
    oldest: () => {
      const transcript = present();
      for (let i = 0; i < transcript.size; i++) {
        const item = transcript.at(i);
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
    changes$: changes$.asObservable(),
    complete: () => {
      changes$.complete();
    },
  };
}
