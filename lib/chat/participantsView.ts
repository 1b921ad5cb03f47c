import { map, merge, type Observable, scan, startWith } from 'rxjs';
import { type Presences, reducePresences, type TranscriptStore } from '../transcript/index.js';
import type { ChatItem } from '../wire/index.js';

/**
 * Who is here by what a transcript says and by what passes by, such as typing.
 *
 * - **On subscribe**: by what the transcript has said so far; `dropped` is what it has said before.
 * - **Completes** with the transcript's changes and `passing$`.
 */
export function participantsView(
  transcript: TranscriptStore,
  passing$: Observable<ChatItem>,
  dropped: Presences,
): Observable<Presences> {
  const known = transcript.snapshot().items.reduce(reduceKept, dropped);
  const kept$ = transcript.changes$.pipe(
    map((changes) =>
      changes.flatMap((change) => (change.kind === 'insert' ? [change.entry.item] : [])),
    ),
  );
  return merge(kept$, passing$.pipe(map((item) => [item]))).pipe(
    scan((presences: Presences, items) => items.reduce(reduceKept, presences), known),
    startWith(known),
  );
}

/** What is on its way has not been said yet. */
const reduceKept = (presences: Presences, item: ChatItem): Presences =>
  item.status === 'sending' ? presences : reducePresences(presences, item);
