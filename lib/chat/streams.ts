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
import { type Entry, orderWithin, type ReceivedItem, whoIsTyping } from '../inbox/index.js';
import {
  isSamePresence,
  NO_PRESENCES,
  presentIn,
  reducePresences,
  TranscriptStore,
  unreadCount,
} from '../transcript/index.js';
import { lazyObservable } from '../rx/index.js';
import {
  type ChatItem,
  type ChatMessage,
  isKept,
  type Receipt,
  type UnknownFrame,
} from '../wire/index.js';
import type { Chat, ChatEnded } from './chat.js';
import type { Metric } from './metrics.js';
import { typingIndicator } from './typingIndicator.js';
import { throttleToFrames } from './throttleToFrames.js';
import { participantsView } from './participantsView.js';
import type { Settings } from './resolveOptions.js';
import { unreadView } from './unreadView.js';

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
  /** Emits an item that was not published before. It is read only if somebody is subscribed. */
  published(received: ReceivedItem): void;
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
  const transcript = new TranscriptStore({
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
  const newMessage$ = new Subject<ChatMessage>();
  const newEvent$ = new Subject<ChatItem>();
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

  const hands = typingIndicator(
    whoIsTyping({ excludeId: self, expiryMs: typing.expiryMs, scheduler }),
    (time) => transcript.sentSince(time),
  );

  const snapshot = () => transcript.snapshot();
  const changes$ = defer(() => {
    const recording = transcript.record();
    return throttleToFrames(transcript.outdated$, () => recording.take(), settings).pipe(
      filter((delta) => delta !== undefined),
      finalize(() => {
        recording.stop();
      }),
    );
  });

  const presences$ = defer(() => {
    const passing$ = newEvent$.pipe(filter((item) => !isKept(item)));
    return participantsView(transcript, passing$, dropped);
  });
  const unread$ = defer(() => unreadView(transcript, { self, readUpTo$, readUpTo }));

  const held = new Set<string>();
  const ordered$ = () =>
    newMessage$.pipe(
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
      messages$: orderingWindowMs > 0 ? lazyObservable(ordered$) : newMessage$.asObservable(),
      partials$: partials$.asObservable(),
      events$: newEvent$.asObservable(),
      // Who changes it as it comes has it emitted within that: those after him get the newest at once.
      transcript$: lazyObservable(() =>
        throttleToFrames(transcript.outdated$, snapshot, settings).pipe(
          replayed(),
          map(snapshot),
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
    published: (received) => {
      hands.published(received);
      if (!received.isMessage) newEvent$.next(received.item);
      else if (newMessage$.observed) newMessage$.next(received.peek() as ChatMessage);
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
      newMessage$.complete();
      newEvent$.complete();
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
