import {
  EMPTY,
  expand,
  filter,
  map,
  type Observable,
  queueScheduler,
  Subject,
  Subscription,
  takeLast,
} from 'rxjs';
import {
  type Chat,
  type ChatError,
  type ChatOptions,
  type ConnectionState,
  type PageHide,
  type Transcript,
} from '../lite.js';
import type { FeedEvent, TranscriptOp } from './feed.js';
import { liveList } from './liveList.js';
import type { Mirror } from './mirror.js';
import { observe } from './observe.js';
import type { CommandName } from './commands.js';
import { replicaStorage } from './replica.js';
import { SharedItem } from './sharedItem.js';

/** What leading needs. */
export interface LeaderOptions {
  readonly createChat: (options: ChatOptions) => Chat;
  readonly chatOptions: ChatOptions;
  readonly secret: string;
  readonly mirror: Mirror;
  /** Tells all tabs, this one included. */
  readonly publish: (event: FeedEvent) => void;
  /** Whether there are other tabs. */
  readonly hasFollowers: () => boolean;
}

/** The chat of the tab that leads, connected. */
export interface Leader {
  /** Has the chat do it. */
  perform(name: CommandName, args: readonly unknown[]): Observable<unknown>;
  /** Sends messages that a tab knows to be on their way, unless the chat does so already. */
  adopt(drafts: readonly OutgoingDraft[]): void;
  /** Stores the chat now, so that the next leader knows what has been answered. */
  save(): void;
  /** The page goes. */
  hide(event: PageHide): void;
  /** Ends the lead: what the chat holds comes out first, and is stored for the next leader. */
  handOver(): void;
  /** Ends the lead, which another tab has taken. */
  drop(): void;
}

type OutgoingDraft = Mirror['drafts'][number];

export function lead({
  createChat,
  chatOptions,
  secret,
  mirror,
  publish,
  hasFollowers,
}: LeaderOptions): Leader {
  const hide$ = new Subject<PageHide>();
  let isLeading = true;
  let isClosing = false;
  const tell = (event: FeedEvent) => {
    if (isLeading) publish(event);
  };
  const chat = createChat({
    ...chatOptions,
    storage: replicaStorage({
      storage: chatOptions.storage,
      snapshot: mirror.snapshot,
      secret,
      stored: (text) => {
        tell({ kind: 'snapshot', text });
      },
      isLeading: () => isLeading,
    }),
    pageHide$: hide$,
    // Each tab puts messages in order, and draws, on its own timers: those of a hidden tab are slow.
    orderingWindowMs: 0,
    frameScheduler: queueScheduler,
  });
  const opsOf = liveList();
  /** ClientTokens of messages that this chat was given. */
  const given = new Set<string>();

  const transcript = ({ items, hasOlder, gaps }: Transcript, ops: ReturnType<typeof opsOf>) => {
    tell({ kind: 'transcript', ops, hasOlder, gaps, first: items[0]?.id });
  };
  const work = new Subscription();
  const follow = <T>(stream$: Observable<T>, next: (value: T) => void) => {
    work.add(observe(stream$, next));
  };
  follow(chat.transcriptChanges$, (delta) => {
    // Messages that fail because this chat is closed go on in another tab.
    const ops = opsOf(delta).filter((op) => !isClosing || isOfTheService(op));
    for (const op of ops) if (op.kind === 'put' && op.item.stage === 'draft') given.add(op.item.id);
    transcript(delta.transcript, ops);
  });
  for (const stream$ of [chat.messages$, chat.events$]) {
    follow<Parameters<typeof SharedItem.of>[0]>(stream$, (item) => {
      tell({ kind: 'arrived', item: SharedItem.of(item) });
    });
  }
  follow(chat.partials$, (item) => {
    tell({ kind: 'partial', item: SharedItem.of(item) });
  });
  follow(chat.receipts$, (receipt) => {
    tell({ kind: 'receipt', receipt });
  });
  follow(chat.heartbeat$, (heartbeat) => {
    tell({ kind: 'heartbeat', heartbeat });
  });
  follow(chat.metrics$, (metric) => {
    tell({ kind: 'metric', metric });
  });
  follow(chat.unknown$, (frame) => {
    tell({ kind: 'unknown', frame });
  });

  const save = () => {
    if (hasFollowers()) hide$.next({ persisted: true });
  };
  const submit = (draft: OutgoingDraft) => {
    if (draft.clientToken === undefined || given.has(draft.clientToken)) return;
    given.add(draft.clientToken);
    chat.outgoing.next(draft);
  };
  /** Messages that are on their way, of a leader that is gone. */
  const orphans = mirror.drafts;
  work.add(
    chat.connect().subscribe({
      next: ({ since }) => {
        tell({ kind: 'connected', since });
        save();
      },
      error: (error: unknown) => {
        tell({ kind: 'failed', error: error as ChatError });
      },
    }),
  );
  // A storage that answers at once has been read: what these streams say now holds.
  follow(chat.connectionState$.pipe(filter(isTold)), (state) => {
    if (!isClosing) tell({ kind: 'state', state });
  });
  follow(chat.typing$, (participants) => {
    tell({ kind: 'typing', participants });
  });
  follow(chat.participants$, (participants) => {
    tell({ kind: 'participants', participants });
  });
  follow(chat.unreadCount$, (count) => {
    tell({ kind: 'unread', count });
  });
  follow(chat.ended$, (ended) => {
    tell({ kind: 'ended', ended });
  });
  orphans.forEach(submit);

  /** Older items, until this tab is shown one that it did not have. */
  const loadOlder = (): Observable<unknown> => {
    const before = mirror.transcript.size;
    return chat.loadOlder().pipe(
      expand(({ hasOlder }) =>
        mirror.transcript.size > before || !hasOlder ? EMPTY : chat.loadOlder(),
      ),
      takeLast(1),
      map(() => undefined),
    );
  };

  const end = () => {
    isLeading = false;
    work.unsubscribe();
    hide$.complete();
  };
  return {
    perform: (name, args) =>
      name === 'loadOlder'
        ? loadOlder()
        : (chat[name] as (...given: readonly unknown[]) => Observable<unknown>)(...args),
    adopt: (drafts) => {
      drafts.forEach(submit);
    },
    save,
    hide: (event) => {
      hide$.next(event);
    },
    handOver: () => {
      isClosing = true;
      chat.close();
      end();
    },
    drop: () => {
      end();
      chat.close();
    },
  };
}

const isOfTheService = (op: TranscriptOp<SharedItem>): boolean =>
  op.kind === 'put' && op.item.stage === 'whole';

/** Of the others, the tab itself says when they hold for it. */
const isTold = ({ status }: ConnectionState): boolean => status !== 'idle' && status !== 'closed';
