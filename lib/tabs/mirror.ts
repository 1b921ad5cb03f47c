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
} from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatItem,
  type ChatMessage,
  type Connection,
  type ConnectionState,
  type Heartbeat,
  isMessage,
  type Metric,
  orderWithin,
  type OutgoingMessage,
  type Participant,
  type Receipt,
  type TranscriptGap,
  type UnknownFrame,
} from '../lite.js';
import { isKept } from '../wire/index.js';
import type { FeedEvent, TranscriptOp } from './feed.js';
import { perFrame, type PerFrameOptions } from './perFrame.js';
import type { SharedItem } from './sharedItem.js';
import { SharedTranscript } from './sharedTranscript.js';

/** The streams of a chat. */
export type ChatStreams = Pick<
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

/** What a tab that joins, or comes back, is told first. */
export interface SharedState {
  readonly items: readonly SharedItem[];
  readonly hasOlder: boolean;
  readonly gaps: readonly TranscriptGap[];
  readonly state: ConnectionState;
  readonly typing: readonly Participant[];
  readonly participants: readonly Participant[];
  readonly unread: number;
  /** When the present connection was made, if there is one. */
  readonly since: Date | undefined;
  readonly snapshot: string | undefined;
}

/** What a mirror needs. */
export interface MirrorOptions extends PerFrameOptions {
  readonly orderingWindowMs: number;
}

/**
 * A chat as one tab shows it: what the leader says, whoever leads. The tab that leads has one as well, so that
 * nothing is told twice when another takes over.
 */
export interface Mirror {
  readonly streams: ChatStreams;
  /** The present connection on subscribe, then each new one. */
  readonly connections$: Observable<Connection>;
  readonly transcript: SharedTranscript;
  readonly state: ConnectionState;
  /** What the next leader goes on from. */
  readonly snapshot: string | undefined;
  /** Whether this tab has been told of a connection, so that items it does not know were missed. */
  readonly isJoined: boolean;
  /** Own messages on their way, the first given first. */
  readonly drafts: readonly OutgoingMessage[];
  /** From now on, another leader speaks. */
  handOver(): void;
  receive(event: FeedEvent): void;
  /** Everything, as a leader has it. */
  join(state: SharedState): void;
  /** Everything, for a tab that joins. */
  share(): SharedState;
  setState(state: ConnectionState): void;
  /** This tab takes no part any more; it can join again. */
  leave(): void;
  /** Completes every stream, after what `messages$` held to put it in order. */
  complete(): void;
}

/** Another tab takes the lead: to the apps, the connection was lost. */
const TAKEOVER = 'cannot go on in this tab: the tab that was connected is gone';
/** How many receipts, and items, are remembered, to tell of each once. */
const REMEMBERED = 1_000;

/** Adds a key; the oldest goes if there are too many. */
function remember(keys: Set<string>, key: string): void {
  keys.add(key);
  const [oldest] = keys;
  if (keys.size > REMEMBERED && oldest !== undefined) keys.delete(oldest);
}

export function createMirror(options: MirrorOptions): Mirror {
  const { orderingWindowMs, scheduler } = options;
  const transcript = new SharedTranscript();
  const toldReceipts = new Set<string>();
  /** Items that were told of before the transcript had them, by their ids. */
  const toldFirst = new Set<string>();
  const changed$ = new Subject<void>();
  const told$ = new Subject<SharedItem>();
  const partials$ = new Subject<SharedItem>();
  const state$ = new ReplaySubject<ConnectionState>(1);
  const typing$ = new ReplaySubject<readonly Participant[]>(1);
  const participants$ = new ReplaySubject<readonly Participant[]>(1);
  const unread$ = new ReplaySubject<number>(1);
  const receipts$ = new Subject<Receipt>();
  const heartbeat$ = new Subject<Heartbeat>();
  const metrics$ = new Subject<Metric>();
  const unknown$ = new Subject<UnknownFrame>();
  const ended$ = new ReplaySubject<NonNullable<EndedEvent['ended']>>(1);
  let connections$ = new ReplaySubject<Connection>(1);
  let connections = 0;
  let since: Date | undefined;
  let state: ConnectionState = { status: 'idle' };
  let typing: readonly Participant[] = [];
  let participants: readonly Participant[] = [];
  let unread = 0;
  let snapshot: string | undefined;
  let isJoined = false;
  /** Whether items that this tab does not know have been missed: since another leads, or it was away. */
  let isRecovering = false;

  const setState = (next: ConnectionState) => {
    if (next === state || (isFirstAttempt(next) && isFirstAttempt(state))) return;
    state = next;
    state$.next(next);
  };
  const setTyping = (next: readonly Participant[]) => {
    if (next.length === 0 && typing.length === 0) return;
    typing$.next((typing = next));
  };
  const setParticipants = (next: readonly Participant[]) => {
    participants$.next((participants = next));
  };
  const setUnread = (next: number) => {
    unread$.next((unread = next));
  };
  state$.next(state);
  typing$.next(typing);
  participants$.next(participants);
  unread$.next(unread);

  const isNewReceipt = ({ messageId, participantId, status }: Receipt): boolean => {
    const key = `${messageId} ${participantId} ${status}`;
    if (toldReceipts.has(key)) return false;
    remember(toldReceipts, key);
    return true;
  };

  const arrived = (item: SharedItem) => {
    const known = transcript.get(item.id);
    if (known === undefined && isKept(item.peek())) {
      if (toldFirst.has(item.id)) return;
      remember(toldFirst, item.id);
    }
    tell(known ?? item);
  };

  const tell = (item: SharedItem) => {
    if (item.told === 'told') return;
    item.told = 'told';
    told$.next(item);
  };

  const put = (op: TranscriptOp<SharedItem> & { readonly kind: 'put' }, oldestKey: number) => {
    const { item, was } = op;
    const known = transcript.get(was ?? item.id);
    item.told = known?.told ?? (toldFirst.delete(item.id) ? 'told' : undefined);
    transcript.put(op);
    if (item.stage === 'piece' || item.stage === 'answered')
      item.told ??= known ? undefined : 'untold';
    const isMissed = known === undefined ? item.key >= oldestKey : item.told === 'untold';
    if (isRecovering && isMissed && item.stage === 'whole') tell(item);
  };

  const change = (ops: readonly TranscriptOp<SharedItem>[]) => {
    const { oldestKey } = transcript;
    const from = oldestKey === Infinity ? -Infinity : oldestKey;
    for (const op of ops) {
      if (op.kind === 'put') put(op, from);
      else transcript.remove(op.id);
    }
  };

  const connected = (at: Date) => {
    isJoined = true;
    since = at;
    connections$.next({ since: at, resumed: ++connections > 1 });
  };

  const receive: Mirror['receive'] = (event) => {
    switch (event.kind) {
      case 'transcript':
        change(event.ops);
        transcript.say(event);
        changed$.next();
        break;
      case 'arrived':
        arrived(event.item);
        break;
      case 'partial':
        partials$.next(event.item);
        break;
      case 'state':
        setState(connections > 0 ? asReconnecting(event.state, scheduler.now()) : event.state);
        break;
      case 'typing':
        setTyping(event.participants);
        break;
      case 'participants':
        setParticipants(event.participants);
        break;
      case 'unread':
        setUnread(event.count);
        break;
      case 'receipt':
        if (isNewReceipt(event.receipt)) receipts$.next(event.receipt);
        break;
      case 'heartbeat':
        heartbeat$.next(event.heartbeat);
        break;
      case 'metric':
        metrics$.next(event.metric);
        break;
      case 'unknown':
        unknown$.next(event.frame);
        break;
      case 'connected':
        connected(event.since);
        break;
      case 'ended':
        ended$.next(event.ended);
        break;
      case 'snapshot':
        snapshot = event.text;
        break;
      case 'failed':
        break; // `connect()` errors with it
    }
  };

  const changes$ = defer(() => {
    const log = transcript.record();
    let last: ReturnType<SharedTranscript['snapshot']> | undefined;
    return perFrame(
      changed$,
      () => {
        const next = transcript.snapshot();
        if (next === last) return undefined;
        const edits = log.take();
        const isFirst = last === undefined;
        last = next;
        return {
          edits: isFirst ? [{ type: 'reset' as const, items: next.items }] : edits,
          transcript: next,
        };
      },
      options,
    ).pipe(
      filter((delta) => delta !== undefined),
      finalize(() => {
        log.stop();
      }),
    );
  });

  const items$ = told$.pipe(map((item) => item.peek()));
  const messages$ = items$.pipe(
    filter(isMessage),
    orderWithin<ChatMessage>(orderingWindowMs, { by: ({ time }) => time.getTime(), scheduler }),
    share(),
  );

  return {
    streams: {
      connectionState$: state$.asObservable(),
      messages$,
      partials$: partials$.pipe(map((item) => item.peek() as ChatMessage)),
      events$: items$.pipe(filter((item: ChatItem) => !isMessage(item))),
      transcript$: perFrame(changed$, () => transcript.snapshot(), options),
      transcriptChanges$: changes$,
      typing$: typing$.asObservable(),
      participants$: participants$.asObservable(),
      receipts$: receipts$.asObservable(),
      unreadCount$: unread$.pipe(distinctUntilChanged()),
      heartbeat$: heartbeat$.asObservable(),
      metrics$: metrics$.asObservable(),
      unknown$: unknown$.asObservable(),
      ended$: ended$.asObservable(),
    },
    get connections$() {
      return connections$.asObservable();
    },
    transcript,
    get state() {
      return state;
    },
    get snapshot() {
      return snapshot;
    },
    get isJoined() {
      return isJoined;
    },
    get drafts() {
      return transcript.items.filter(({ stage }) => stage === 'draft').map(asOutgoing);
    },
    handOver: () => {
      isRecovering ||= isJoined;
      since = undefined;
      transcript.handOver();
    },
    receive,
    join: (shared) => {
      isRecovering ||= isJoined;
      const ids = new Set(shared.items.map(({ id }) => id));
      // What the service has stays: a leader that does not know it yet has yet to fetch it.
      for (const { id, stage } of [...transcript.items]) {
        if (stage === 'draft' && !ids.has(id)) transcript.remove(id);
      }
      let after: string | undefined;
      transcript.handOver();
      change(
        shared.items.map((item) => {
          const op = { kind: 'put' as const, item, after };
          after = item.id;
          return op;
        }),
      );
      transcript.say({ ...shared, first: shared.items[0]?.id });
      changed$.next();
      ({ snapshot } = shared);
      setTyping(shared.typing);
      setParticipants(shared.participants);
      setUnread(shared.unread);
      if (shared.since) connected(shared.since);
      setState(shared.state);
    },
    share: () => ({
      items: transcript.items,
      hasOlder: transcript.snapshot().hasOlder,
      gaps: transcript.snapshot().gaps,
      state,
      typing,
      participants,
      unread,
      since,
      snapshot,
    }),
    setState,
    leave: () => {
      isRecovering ||= isJoined;
      since = undefined;
      connections$ = new ReplaySubject(1);
      setTyping([]);
    },
    complete: () => {
      for (const subject of [told$, partials$, changed$, state$, typing$, participants$]) {
        subject.complete();
      }
      for (const subject of [unread$, receipts$, heartbeat$, metrics$, unknown$, ended$]) {
        subject.complete();
      }
      connections$.complete();
    },
  };
}

type EndedEvent = Extract<FeedEvent, { readonly kind: 'ended' }>;

const isFirstAttempt = (state: ConnectionState): boolean =>
  state.status === 'connecting' && state.attempt === 1;

/** A chat that takes over begins with `connecting`; for this tab, a connection was lost. */
const asReconnecting = (state: ConnectionState, now: number): ConnectionState =>
  state.status === 'connecting'
    ? {
        status: 'reconnecting',
        attempt: state.attempt,
        nextAttempt: new Date(now),
        reason: state.reason ?? new ChatError('Network', TAKEOVER),
      }
    : state;

function asOutgoing({ item }: SharedItem): OutgoingMessage {
  const { content, contentType, id: clientToken } = item;
  return { content, contentType, clientToken } as OutgoingMessage;
}
