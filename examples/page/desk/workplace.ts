import { type Observable, ReplaySubject, share, Subject } from 'rxjs';
import type { Chat } from 'rx-connect-chat/lite';
import { nothingBegun, type Unfinished } from '../composer/unfinished.js';
import { connectionLog } from '../measures/connectionLog.js';
import { latencyLog } from '../measures/latencyLog.js';
import type { Measures } from '../measures/measuresView.js';

/** What a chat of the desk has beside itself, whether it is the open one or not. */
export interface Workplace extends Measures {
  readonly unfinished: Unfinished;
  /** Told when the reader wants a chat that has failed to be tried again. */
  readonly retry$: Subject<void>;
}

/** A chat's workplace. It measures from now until the end of the chat. */
export function createWorkplace(chat: Chat): Workplace {
  const now = () => Date.now();
  const connection$ = kept(connectionLog(chat, now));
  const latency$ = kept(latencyLog(chat, now));
  connection$.subscribe();
  latency$.subscribe();
  return { unfinished: nothingBegun(chat), retry$: new Subject(), connection$, latency$ };
}

/** The last value for whoever comes late, also after the end. */
const kept = <T>(source: Observable<T>): Observable<T> =>
  source.pipe(
    share({
      connector: () => new ReplaySubject<T>(1),
      resetOnError: true,
      resetOnComplete: false,
      resetOnRefCountZero: false,
    }),
  );
