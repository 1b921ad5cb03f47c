import { concat, concatMap, defer, from, ignoreElements, map, type Observable, timer } from 'rxjs';
import type { EmulatedParticipant } from 'rx-connect-chat/emulator';

const WORD_MS = 50;

/** Says `text` as a streamed answer, word by word. */
export const speakSlowly = (participant: EmulatedParticipant, text: string): Observable<never> =>
  defer(() => {
    const stream = participant.stream();
    const words$ = from(text.match(/\S+\s*/g) ?? []).pipe(
      concatMap((word) => timer(WORD_MS).pipe(map(() => stream.send(word)))),
    );
    return concat(
      words$,
      defer(() => [stream.complete()]),
    ).pipe(ignoreElements());
  });
