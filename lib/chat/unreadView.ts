import { map, merge, type Observable, scan, startWith } from 'rxjs';
import {
  NOTHING_UNREAD,
  reduceUnread,
  type TranscriptStore,
  type Unread,
  type UnreadChange,
} from '../transcript/index.js';

/** What is read: the present mark, and each later one; milliseconds since 1970. */
export interface ReadSoFar {
  /** The id of this participant. */
  readonly self: string;
  readonly readUpTo: number;
  readonly readUpTo$: Observable<number>;
}

/**
 * What of a transcript is unread.
 *
 * - **On subscribe**: what is unread now; that costs as much as the transcript is long.
 * - **Completes** with the transcript's changes and `readUpTo$`.
 */
export function unreadView(
  transcript: TranscriptStore,
  { self, readUpTo, readUpTo$ }: ReadSoFar,
): Observable<Unread> {
  const reduceAll = (unread: Unread, changes: readonly UnreadChange[]) =>
    changes.reduce((before, change) => reduceUnread(before, change, self), unread);
  const known = reduceAll(NOTHING_UNREAD, [
    { kind: 'read', upTo: readUpTo },
    ...transcript.entries().map((entry) => ({ kind: 'insert', entry }) as const),
  ]);
  const read$ = readUpTo$.pipe(map((upTo) => [{ kind: 'read', upTo } as const]));
  return merge(transcript.changes$, read$).pipe(scan(reduceAll, known), startWith(known));
}
