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
import { TypingIndicator } from './typingIndicator.js';
import { throttleToFrames } from './throttleToFrames.js';
import { participantsView } from './participantsView.js';
import type { Settings } from './resolveOptions.js';
import { unreadView } from './unreadView.js';

type StreamName = Extract<keyof Chat, `${string}$`>;

/**
 * A chat's streams, and the sources that they are derived from: the state of the connection, items that are new, what
 * becomes of the transcript, receipts, and what is measured. A stream is made when it is first asked for; it is the same
 * one each time.
 *
 * All complete with {@link complete}, and none errors.
 */
export class ChatStreams implements Pick<Chat, StreamName> {
  readonly transcript: TranscriptStore;
  /** The ids of the messages that `messages$` holds, to put them in order. */
  readonly held: ReadonlySet<string>;
  readonly #settings: Settings;
  readonly #made: { -readonly [Name in StreamName]?: Chat[Name] } = {};
  readonly #held = new Set<string>();
  readonly #typing: TypingIndicator;

  readonly #state$ = new ReplaySubject<ConnectionState>(1);
  readonly #message$ = new Subject<ChatMessage>();
  readonly #event$ = new Subject<ChatItem>();
  readonly #partial$ = new Subject<ChatMessage>();
  readonly #receipt$ = new Subject<Receipt>();
  readonly #readUpTo$ = new Subject<number>();
  readonly #heartbeat$ = new Subject<Heartbeat>();
  readonly #metric$ = new Subject<Metric>();
  readonly #unknown$ = new Subject<UnknownFrame>();
  readonly #ended$ = new ReplaySubject<ChatEnded>(1);

  #state: ConnectionState = { status: 'idle' };
  #readUpTo = -Infinity;
  /** What the items say about participants that are kept no more. */
  #dropped = NO_PRESENCES;

  /** @param mayDrop - called with the transcript's oldest entry if it is to go; answers whether it may. */
  constructor(settings: Settings, mayDrop: (entry: Entry) => boolean) {
    this.#settings = settings;
    this.held = this.#held;
    this.transcript = new TranscriptStore({
      maxItems: settings.maxItems,
      mayDrop: (entry) => {
        const isDropped = mayDrop(entry);
        if (isDropped) this.#dropped = reducePresences(this.#dropped, entry.item);
        return isDropped;
      },
    });
    const { details, typing, scheduler } = settings;
    const { expiryMs } = typing;
    this.#typing = new TypingIndicator(
      whoIsTyping({ excludeId: details.participantId, expiryMs, scheduler }),
      this.transcript,
    );
    this.#state$.next(this.#state);
  }

  get connectionState$() {
    return this.#once('connectionState$', () => this.#state$.asObservable());
  }

  get messages$() {
    const { orderingWindowMs, scheduler } = this.#settings;
    // Without a window nothing is held, so there is nothing to share.
    if (orderingWindowMs === 0) return this.#once('messages$', () => this.#message$.asObservable());
    return this.#once('messages$', () =>
      lazyObservable(() =>
        this.#message$.pipe(
          tap(({ id }) => this.#held.add(id)),
          orderWithin(orderingWindowMs, { by: ({ time }) => time.getTime(), scheduler }),
          tap(({ id }) => this.#held.delete(id)),
          finalize(() => {
            this.#held.clear();
          }),
          share(),
        ),
      ),
    );
  }

  get partials$() {
    return this.#once('partials$', () => this.#partial$.asObservable());
  }

  get events$() {
    return this.#once('events$', () => this.#event$.asObservable());
  }

  get transcript$() {
    const snapshot = () => this.transcript.snapshot();
    // If a subscriber changes the transcript, that is emitted within its emission: subscribers after it get the newest.
    return this.#once('transcript$', () =>
      lazyObservable(() =>
        throttleToFrames(this.transcript.outdated$, snapshot, this.#settings).pipe(
          replayed(),
          map(snapshot),
          distinctUntilChanged(),
        ),
      ),
    );
  }

  get transcriptChanges$() {
    return this.#once('transcriptChanges$', () =>
      defer(() => {
        const recording = this.transcript.record();
        const take = () => recording.take();
        return throttleToFrames(this.transcript.outdated$, take, this.#settings).pipe(
          filter((delta) => delta !== undefined),
          finalize(() => {
            recording.stop();
          }),
        );
      }),
    );
  }

  get typing$() {
    return this.#once('typing$', () => this.#typing.typing$);
  }

  get participants$() {
    const passing$ = this.#event$.pipe(filter((item) => !isKept(item)));
    return this.#once('participants$', () =>
      lazyObservable(() =>
        defer(() => participantsView(this.transcript, passing$, this.#dropped)).pipe(
          map(presentIn),
          distinctUntilChanged(isSamePresence),
          replayed(),
        ),
      ),
    );
  }

  get receipts$() {
    return this.#once('receipts$', () => this.#receipt$.asObservable());
  }

  get unreadCount$() {
    const self = this.#settings.details.participantId;
    const read = () => ({ self, readUpTo$: this.#readUpTo$, readUpTo: this.#readUpTo });
    return this.#once('unreadCount$', () =>
      lazyObservable(() =>
        defer(() => unreadView(this.transcript, read())).pipe(
          map(unreadCount),
          distinctUntilChanged(),
          replayed(),
        ),
      ),
    );
  }

  get heartbeat$() {
    return this.#once('heartbeat$', () => this.#heartbeat$.asObservable());
  }

  get metrics$() {
    return this.#once('metrics$', () => this.#metric$.asObservable());
  }

  get unknown$() {
    return this.#once('unknown$', () => this.#unknown$.asObservable());
  }

  get ended$() {
    return this.#once('ended$', () => this.#ended$.asObservable());
  }

  /** How the connection is now. */
  get state(): ConnectionState {
    return this.#state;
  }

  set state(state: ConnectionState) {
    if (state === this.#state) return;
    this.#state = state;
    this.#state$.next(state);
  }

  /** Emits an item that was not published before. It is read only if somebody is subscribed. */
  published(received: ReceivedItem): void {
    this.#typing.published(received);
    if (!received.isMessage) this.#event$.next(received.item);
    else if (this.#message$.observed) this.#message$.next(received.peek() as ChatMessage);
  }

  /** A streamed message has grown. */
  partial(message: ChatMessage): void {
    this.#partial$.next(message);
  }

  /** Somebody has got or read an own message. */
  receipt(receipt: Receipt): void {
    this.#receipt$.next(receipt);
  }

  /** Until when what was sent has been read, in milliseconds since 1970; -Infinity if nothing has. */
  get readUpTo(): number {
    return this.#readUpTo;
  }

  set readUpTo(time: number) {
    if (time <= this.#readUpTo) return;
    this.#readUpTo = time;
    this.#readUpTo$.next(time);
  }

  /** Emits `readUpTo` when it has changed. */
  get readUpTo$(): Observable<number> {
    return this.#readUpTo$;
  }

  heartbeat(heartbeat: Heartbeat): void {
    this.#heartbeat$.next(heartbeat);
  }

  metric(metric: Metric): void {
    this.#metric$.next(metric);
  }

  unknown(frame: UnknownFrame): void {
    this.#unknown$.next(frame);
  }

  ended(ended: ChatEnded): void {
    this.#ended$.next(ended);
  }

  /** Completes every stream; what `messages$` held to put it in order comes first. */
  complete(): void {
    this.#message$.complete();
    this.#event$.complete();
    this.#partial$.complete();
    this.#typing.complete();
    this.transcript.complete();
    this.#receipt$.complete();
    this.#readUpTo$.complete();
    this.#heartbeat$.complete();
    this.#unknown$.complete();
    this.#state$.complete();
    this.#ended$.complete();
    this.#metric$.complete();
  }

  #once<Name extends StreamName>(name: Name, make: () => Chat[Name]): Chat[Name] {
    return (this.#made[name] ??= make());
  }
}

/** One computation for all subscribers; a late one gets the present value, also after the end. */
const replayed = <T>(): ((source: Observable<T>) => Observable<T>) =>
  share({
    connector: () => new ReplaySubject<T>(1),
    resetOnComplete: false,
    resetOnError: true,
    resetOnRefCountZero: true,
  });
