import {
  catchError,
  defer,
  EMPTY,
  exhaustMap,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  Subject,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';
import type { EndReason } from '../../connection/index.js';
import type { Ledger, ResumePoint, SyncCursor } from '../../inbox/index.js';
import type { OutgoingMessage } from '../../outbox/index.js';
import { errorName } from '../../api/index.js';
import { skipInitial, timeoutWith } from '../../rx/index.js';
import type { ChatItem } from '../../wire/index.js';
import type { ChatLifecycle } from '../lifecycle.js';
import type { Settings } from '../resolveOptions.js';
import type { ChatStreams } from '../streams.js';
import { eventually } from './eventually.js';
import { latestWrites } from './latestWrites.js';
import { createSharedMessages } from './sharedMessages.js';
import { decodeSnapshot, type Snapshot, type Taken, takeSnapshot } from './snapshot.js';

/** What a chat remembers of itself across a reload. */
export interface Persistence {
  /** Brings back what is stored, once; completes when that is done or there is nothing. Never errs. */
  readonly restored$: Observable<never>;
  /** Goes on with what was on its way out, then stores what changes, while subscribed. Never errs. */
  readonly kept$: Observable<never>;
  /** Emits the ClientTokens of what was on its way out, when that is on its way again. */
  readonly resent$: Observable<ReadonlySet<string>>;
  /** From where the transcript goes on, where the chat has come back. */
  readonly resumePoint: ResumePoint | undefined;
  /** How many messages on their way the last write has kept for the next page. */
  readonly keptMessages: number;
  /** The transcript is known to be whole up to here. */
  whole(known: SyncCursor): void;
  /** The transcript has dropped an item. */
  dropped(): void;
  /** Stores the chat as it is now, unless it is over. */
  save(): void;
  /** The same, as it will be when what `messages$` holds has come out. */
  saveAtClose(): void;
  /** The chat is over: who comes back once more is told so. */
  ended(reason: EndReason): void;
}

/** A part of a chat that lasts as well. */
export interface PersistedPart {
  readonly changes$: Observable<unknown>;
  /** Plain JSON. */
  snapshot(): unknown;
  /** What `snapshot` gave before; or anything, where somebody else has written to the storage. */
  restore(value: unknown): void;
}

/** What a memory needs. */
export interface PersistenceOptions {
  readonly settings: Settings;
  readonly ledger: Ledger;
  readonly streams: ChatStreams;
  readonly lifecycle: ChatLifecycle;
  /** Sends what was on its way out. */
  readonly send: (message: OutgoingMessage) => void;
  /** Told what has come back, and whether the service has older items. */
  readonly restored: (items: readonly ChatItem[], hasOlder: boolean) => void;
  /** Whether the service has let this chat in since it was created. */
  readonly wasLetIn: () => boolean;
  readonly parts?: Readonly<Record<string, PersistedPart>>;
}

/** Storing a chat while it changes is a matter of seconds, not of messages. */
const SAVE_EVERY_MS = 1_000;
/** A storage that does not answer must not keep a chat from being connected. */
const READ_TIMEOUT_MS = 5_000;

/** A memory of nothing, where nothing is to be stored. */
const NO_PERSISTENCE: Persistence = {
  restored$: EMPTY,
  kept$: EMPTY,
  resent$: EMPTY,
  resumePoint: undefined,
  keptMessages: 0,
  whole: () => undefined,
  dropped: () => undefined,
  save: () => undefined,
  saveAtClose: () => undefined,
  ended: () => undefined,
};

export function createPersistence({
  settings: { details, log, pageHide$, scheduler, storage, storageOptions },
  ledger,
  streams,
  lifecycle,
  send,
  restored,
  wasLetIn,
  parts = {},
}: PersistenceOptions): Persistence {
  if (storage === undefined) return NO_PERSISTENCE;
  const { key, keepTokens, maxItems } = storageOptions;
  const { participantToken } = details;
  const keepsToken = keepTokens || participantToken === ''; // there is none to keep
  const keptDetails = { ...details, participantToken: keepsToken ? participantToken : undefined };
  let isRestored = false;
  let unsent: readonly OutgoingMessage[] = [];
  let resumePoint: ResumePoint | undefined;
  let known: SyncCursor | undefined;
  /** The same, of which `messages$` holds nothing back: from here, the next page is to tell. */
  let toldUpTo: SyncCursor | undefined;
  let hasDropped = false;
  const resent$ = new Subject<ReadonlySet<string>>();

  let isFull = false;
  let keptMessages = 0;
  let isUnreadable = false;
  const shared = createSharedMessages(details);

  const warn = (message: string, reason: string) => {
    log.warn(message, { reason });
  };
  const put = latestWrites(scheduler, (error) => {
    warn('the chat cannot be stored', errorName(error));
  });

  /** What is stored now, by whichever page: `null` if nothing is, `undefined` if it cannot be read. */
  const text$ = eventually(() => storage.getItem(key)).pipe(
    map((text) => text ?? null),
    catchError((error: unknown) => {
      if (!isUnreadable) warn('the storage cannot be read', errorName(error));
      isUnreadable = true;
      return of(undefined);
    }),
  );
  /** The same without waiting for a storage that takes its time. */
  const textAtOnce$ = merge(text$, of(undefined)).pipe(take(1));

  const takeNow = (held: ReadonlySet<string>, reason?: EndReason) => {
    if (held.size === 0) toldUpTo = known;
    const taken = takeSnapshot({
      details: keptDetails,
      transcript: streams.transcript.snapshot(),
      hasDropped,
      maxItems,
      isUnpublished: (id) => ledger.isUnpublished(id) || held.has(id),
      known: toldUpTo,
      hasOlder: streams.transcript.snapshot().hasOlder,
      ended: reason,
      parts: Object.fromEntries(
        Object.entries(parts).map(([name, part]) => [name, part.snapshot()]),
      ),
    });
    const { left, outbox } = taken;
    if (left > 0 && !isFull) log.warn('not all messages on their way are stored', { left });
    isFull = left > 0;
    keptMessages = outbox.length;
    return taken;
  };
  const write = (taken: Taken, stored$: typeof text$) => {
    const store = (text: string | null | undefined) =>
      eventually(() => storage.setItem(key, shared.encode(taken, text)));
    put(stored$.pipe(switchMap(store)));
  };
  const save = () => {
    if (isRestored && !lifecycle.isOver) write(takeNow(streams.held), text$);
  };
  /** For a page that is about to go. What waits and is not stored yet cannot wait until that was read. */
  const saveAtOnce = (held = streams.held) => {
    if (!isRestored || lifecycle.isOver) return;
    const taken = takeNow(held);
    write(taken, shared.hasStored(taken) ? text$ : textAtOnce$);
  };

  const restore = (snapshot: Snapshot) => {
    ({ known } = snapshot);
    unsent = snapshot.messages.outbox;
    toldUpTo = known;
    shared.restored(snapshot.messages);
    const latest = snapshot.items.at(-1)?.item;
    if (known !== undefined) resumePoint = { known, latest };
    for (const [name, part] of Object.entries(parts)) {
      const state: unknown = snapshot.parts[name];
      if (state !== undefined) part.restore(state);
    }
    streams.transcript.batch(() => {
      ledger.restore(snapshot.items);
      restored(
        snapshot.items.map(({ item }) => item),
        snapshot.hasOlder,
      );
    });
    log.info('the chat has come back from the storage', { items: snapshot.items.length });
    if (snapshot.ended) {
      lifecycle.begin(snapshot.ended);
      lifecycle.finish(); // there is nothing left to fetch
    }
  };

  const read$ = text$.pipe(
    timeoutWith({ first: READ_TIMEOUT_MS, scheduler, with: () => of(undefined) }),
  );

  return {
    restored$: defer(() => (isRestored ? EMPTY : read$)).pipe(
      tap((text) => {
        isRestored = true;
        const snapshot = text ? decodeSnapshot(text, details) : undefined;
        if (typeof snapshot === 'object') restore(snapshot);
        else if (snapshot) warn('what is stored is not used', snapshot);
      }),
      ignoreElements(),
    ),
    kept$: defer(() => {
      const given = unsent;
      unsent = [];
      for (const message of given) {
        send(message);
        ledger.requested(message.clientToken ?? ''); // nobody knows how far it had come
      }
      if (given.length > 0) resent$.next(new Set(given.map(({ clientToken = '' }) => clientToken)));
      const changes$ = merge(
        streams.transcript.changes$,
        ...Object.values(parts).map((part) => part.changes$),
      );
      return merge(
        changes$.pipe(
          exhaustMap(() => timer(SAVE_EVERY_MS, scheduler)),
          tap(save),
        ),
        skipInitial(pageHide$).pipe(
          tap(() => {
            saveAtOnce();
          }),
        ),
      ).pipe(ignoreElements());
    }),
    resent$: resent$.asObservable(),
    get resumePoint() {
      return resumePoint;
    },
    get keptMessages() {
      return keptMessages;
    },
    whole: (upTo) => {
      known = upTo;
      if (streams.held.size === 0) toldUpTo = upTo;
    },
    dropped: () => {
      hasDropped = true;
    },
    save,
    saveAtClose: () => {
      saveAtOnce(NONE_HELD);
    },
    ended: (reason) => {
      if (!isRestored) return;
      // Who has come back to a chat that was over knows by now.
      if (wasLetIn()) write(takeNow(NONE_HELD, reason), NOTHING);
      else put(eventually(() => storage.removeItem(key)));
    },
  };
}

const NONE_HELD: ReadonlySet<string> = new Set();
/** Nothing is joined with what other pages wait to send, once the chat is over. */
const NOTHING = of(null);
