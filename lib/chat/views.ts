import {
  defer,
  distinctUntilChanged,
  filter,
  finalize,
  map,
  type Observable,
  ReplaySubject,
  share,
  Subject,
  tap,
} from 'rxjs';
import type { ConnectionState, Heartbeat } from '../connection/index.js';
import { type Entry, orderWithin, type ReceivedEntry, whoIsTyping } from '../inbox/index.js';
import {
  createTranscriptStore,
  isSamePresence,
  NO_PRESENCES,
  presentIn,
  reducePresences,
  type TranscriptStore,
  unreadCount,
} from '../transcript/index.js';
import { lazyObservable } from '../rx/index.js';
import {
  type ChatItem,
  type ChatMessage,
  isKept,
  isMessage,
  type Receipt,
  type UnknownFrame,
} from '../wire/index.js';
import type { Chat, ChatEnded } from './chat.js';
import type { Metric } from './metrics.js';
import { handsOf } from './hands.js';
import { perFrame } from './perFrame.js';
import { presencesIn } from './presencesIn.js';
import type { Settings } from './resolveOptions.js';
import { unreadIn } from './unreadIn.js';

/** What a chat shows, derived from what happens in it. */
export interface Views {
  readonly streams: Pick<
    Chat,
    | 'connectionState$'
    | 'messages$'
    | 'partials$'
    | 'events$'
    | 'transcript$'
    | 'transcriptChanges$'
    | 'typing$'
    | 'participants$'
    | 'receipts$'
    | 'unreadCount$'
    | 'heartbeat$'
    | 'metrics$'
    | 'unknown$'
    | 'ended$'
  >;
  readonly transcript: TranscriptStore;
  /** How the connection is now. */
  state(): ConnectionState;
  setState(state: ConnectionState): void;
  /** An item has arrived that was not there before. */
  arrived(item: ChatItem): void;
  /** As `arrived`, of a message that is read only where somebody listens. */
  arrivedAs(entry: ReceivedEntry): void;
  /** The ids of the messages that `messages$` holds, to put them in order. */
  readonly held: ReadonlySet<string>;
  /** A streamed message has grown. */
  partial(message: ChatMessage): void;
  /** Somebody has got or read an own message. */
  receipt(receipt: Receipt): void;
  /** This participant has read what was sent until then, in milliseconds since 1970. */
  readonly readUpTo: (time: number) => void;
  /** Until when what was sent has been read; -Infinity where nothing has. */
  readonly lastRead: () => number;
  /** What `readUpTo` is told that is new. */
  readonly readUpTo$: Observable<number>;
  heartbeat(heartbeat: Heartbeat): void;
  metric(metric: Metric): void;
  unknown(frame: UnknownFrame): void;
  ended(ended: ChatEnded): void;
  /** Completes every stream; what `messages$` held to put it in order comes first. */
  complete(): void;
}

/** @param mayDrop - told of the transcript's oldest entry where it is to go; answers whether it may. */
export function createViews(settings: Settings, mayDrop: (entry: Entry) => boolean): Views {
  const { details, orderingWindowMs, typing, scheduler } = settings;
  const self = details.participantId;
  const transcript = createTranscriptStore({
    maxItems: settings.maxItems,
    mayDrop: (entry) => {
      const isDropped = mayDrop(entry);
      if (isDropped) dropped = reducePresences(dropped, entry.item);
      return isDropped;
    },
  });
  /** What the items say that are kept no more. */
  let dropped = NO_PRESENCES;
  const state$ = new ReplaySubject<ConnectionState>(1);
  const arrivedMessage$ = new Subject<ChatMessage>();
  const arrivedEvent$ = new Subject<ChatItem>();
  const partials$ = new Subject<ChatMessage>();
  const receipts$ = new Subject<Receipt>();
  const readUpTo$ = new Subject<number>();
  const heartbeat$ = new Subject<Heartbeat>();
  const metrics$ = new Subject<Metric>();
  const unknown$ = new Subject<UnknownFrame>();
  const ended$ = new ReplaySubject<ChatEnded>(1);
  let state: ConnectionState = { status: 'idle' };
  let readUpTo = -Infinity;
  state$.next(state);

  const hands = handsOf(
    whoIsTyping({ except: self, expiryMs: typing.expiryMs, scheduler }),
    transcript.backTo,
  );

  const changes$ = defer(() => {
    const { take, stop } = transcript.record();
    return perFrame(transcript.outdated$, take, settings).pipe(
      filter((delta) => delta !== undefined),
      finalize(stop),
    );
  });

  const presences$ = defer(() => {
    const passing$ = arrivedEvent$.pipe(filter((item) => !isKept(item)));
    return presencesIn(transcript, passing$, dropped);
  });
  const unread$ = defer(() => unreadIn(transcript, { self, readUpTo$, readUpTo }));

  const held = new Set<string>();
  const ordered$ = () =>
    arrivedMessage$.pipe(
      tap(({ id }) => held.add(id)),
      orderWithin(orderingWindowMs, { by: ({ time }) => time.getTime(), scheduler }),
      tap(({ id }) => held.delete(id)),
      finalize(() => {
        held.clear();
      }),
      share(),
    );

  return {
    streams: {
      connectionState$: state$.asObservable(),
      // Without a window nothing is held, so there is nothing to share.
      messages$: orderingWindowMs > 0 ? lazyObservable(ordered$) : arrivedMessage$.asObservable(),
      partials$: partials$.asObservable(),
      events$: arrivedEvent$.asObservable(),
      // Who changes it as it comes has it emitted within that: those after him get the newest at once.
      transcript$: lazyObservable(() =>
        perFrame(transcript.outdated$, transcript.snapshot, settings).pipe(
          replayed(),
          map(transcript.snapshot),
          distinctUntilChanged(),
        ),
      ),
      transcriptChanges$: changes$,
      typing$: hands.typing$,
      participants$: lazyObservable(() =>
        presences$.pipe(map(presentIn), distinctUntilChanged(isSamePresence), replayed()),
      ),
      receipts$: receipts$.asObservable(),
      unreadCount$: lazyObservable(() =>
        unread$.pipe(map(unreadCount), distinctUntilChanged(), replayed()),
      ),
      heartbeat$: heartbeat$.asObservable(),
      metrics$: metrics$.asObservable(),
      unknown$: unknown$.asObservable(),
      ended$: ended$.asObservable(),
    },
    transcript,
    state: () => state,
    setState: (next) => {
      if (next === state) return;
      state = next;
      state$.next(next);
    },
    arrived: (item) => {
      hands.arrived(item);
      if (isMessage(item)) arrivedMessage$.next(item);
      else arrivedEvent$.next(item);
    },
    arrivedAs: (entry) => {
      hands.arrivedAs(entry);
      if (arrivedMessage$.observed) arrivedMessage$.next(entry.peek() as ChatMessage);
    },
    held,
    partial: (message) => {
      partials$.next(message);
    },
    receipt: (receipt) => {
      receipts$.next(receipt);
    },
    lastRead: () => readUpTo,
    readUpTo$: readUpTo$.asObservable(),
    readUpTo: (time) => {
      if (time <= readUpTo) return;
      readUpTo = time;
      readUpTo$.next(time);
    },
    heartbeat: (heartbeat) => {
      heartbeat$.next(heartbeat);
    },
    metric: (metric) => {
      metrics$.next(metric);
    },
    unknown: (frame) => {
      unknown$.next(frame);
    },
    ended: (ended) => {
      ended$.next(ended);
    },
    complete: () => {
      arrivedMessage$.complete();
      arrivedEvent$.complete();
      partials$.complete();
      hands.complete();
      transcript.complete();
      receipts$.complete();
      readUpTo$.complete();
      heartbeat$.complete();
      unknown$.complete();
      state$.complete();
      ended$.complete();
      metrics$.complete();
    },
  };
}

/** One computation for all subscribers; a late one gets the present value, also after the end. */
const replayed = <T>(): ((source: Observable<T>) => Observable<T>) =>
  share({
    connector: () => new ReplaySubject<T>(1),
    resetOnComplete: false,
    resetOnError: true,
    resetOnRefCountZero: true,
  });
