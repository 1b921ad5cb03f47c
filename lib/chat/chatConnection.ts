import {
  defer,
  EMPTY,
  filter,
  mergeMap,
  Observable,
  ReplaySubject,
  share,
  Subject,
  Subscription,
  take,
  tap,
  timer,
} from 'rxjs';
import {
  type ConnectionEvent,
  type ConnectionState,
  type EndReason,
  fallBackToPolling,
  type HeartbeatHandler,
  reconnecting,
  type ReconnectingOptions,
  renewingSession,
  managedConnection,
  type FrameHandler,
  type Signals,
} from '../connection/index.js';
import {
  createTranscriptSync,
  type Delivery,
  type SyncCursor,
  type Ledger,
  asReceived,
  type OlderPages,
  ReceivedItem,
  stalledPartials,
  type SyncEvent,
} from '../inbox/index.js';
import { asChatError } from '../api/index.js';
import { lazySubject, listen, scheduleOnce } from '../rx/index.js';
import {
  type ChatItem,
  type ChatMessage,
  isMessage,
  isMetadata,
  readItem,
  textOf,
  type WireItem,
} from '../wire/index.js';
import type { Connection } from './chat.js';
import type { ChatLifecycle } from './lifecycle.js';
import { isChatEnd } from './endReason.js';
import { createEndWatch } from './endWatch.js';
import { connectionReporter } from './connectionReporter.js';
import type { Settings } from './resolveOptions.js';
import type { ParticipantService } from './participantService.js';
import type { Persistence } from './storage/persistence.js';
import type { ChatStreams } from './streams.js';

/** What a link needs. */
export interface ChatConnectionOptions {
  readonly settings: Settings;
  readonly service: ParticipantService;
  readonly ledger: Ledger;
  readonly older: OlderPages;
  readonly streams: ChatStreams;
  readonly lifecycle: ChatLifecycle;
  readonly persistence: Persistence;
  /** Emits when the chat is about to be let go of: nothing more is taken in, and what is held comes out. */
  readonly letGo$: Observable<unknown>;
}

/** How long the last items of a chat that is over may take to be fetched, in milliseconds. */
const LAST_ITEMS_MS = 5_000;
/** A streamed message that has stalled is looked up this often, until it is whole. */
const LOOK_UP_EVERY_MS = 30_000;
const LOOK_UPS = 10;

/** The way from the socket into the ledger and the views: what {@link Chat.connect} gives. */
export function createChatConnection({
  settings,
  service: { clock, connectParticipant$, credentials, suspectDead$, getPage, pollPage },
  ledger,
  older,
  streams,
  lifecycle,
  persistence,
  letGo$,
}: ChatConnectionOptions): Observable<Connection> {
  const { scheduler, log, details: ids } = settings;
  const sync = createTranscriptSync({
    getPage,
    pollPage,
    history: settings.history,
    scheduler,
    clock,
    resumePoint: () => persistence.resumePoint,
    live: (received) => {
      if (settings.webSocketManager$ && !isOurs(received.raw)) return;
      ledger.receive([received], 'live');
      const { raw } = received;
      if (raw.Type !== 'MESSAGE' && !isMetadata(raw)) beginEnd(endWatch.live(received.peek()));
    },
  });
  const endWatch = createEndWatch(settings);
  const beginEnd = (reason: EndReason | undefined) => {
    if (reason !== undefined) lifecycle.begin(reason);
    finishUnlessMoreComes();
  };
  /** The last items have been delivered, as far as they could be fetched. */
  let isFetched = false;
  /** A refusal may come before the `chat.ended` that the socket is about to bring, for which there are 5 s. */
  const finishUnlessMoreComes = () => {
    const state = streams.state;
    const isHeard = state.status === 'connected' && state.transport === 'websocket';
    if (isFetched && !(isHeard && lifecycle.reason === 'expired')) lifecycle.finish();
  };
  const isNew = ({ id }: ChatItem) => ledger.item(id) === undefined;
  let connections = 0;
  let missed = 0; // items that a fill under way has brought

  /** A manager's socket brings receipts that name no contact, to all of its chats. */
  const isOurs = (raw: WireItem) =>
    !isMetadata(raw) ||
    raw.ContactId === ids.contactId ||
    ledger.isWhole(textOf(raw.MessageMetadata?.MessageId));

  const isWhole = (upTo: SyncCursor) => {
    persistence.whole(upTo);
    missed = 0;
    streams.transcript.apply([{ kind: 'whole' }]);
    beginEnd(endWatch.atNewest());
  };
  const receiveMissed = (items: readonly ChatItem[]) => {
    endWatch.fetched(items, isNew);
    missed += ledger.receive(items.map(asReceived), 'gap');
  };

  const deliver = (delivery: Delivery) => {
    switch (delivery.kind) {
      case 'items':
        receiveMissed(delivery.items);
        break;
      case 'joined':
        endWatch.fetched(delivery.past, isChatEnd);
        // One snapshot has the items and whether there are older ones.
        streams.transcript.batch(() => {
          ledger.receive(delivery.past.map(asReceived), 'history');
          older.saw(delivery.past);
          older.joined(delivery.newest, delivery.olderToken, delivery.isCut);
        });
        receiveMissed(delivery.missed);
        persistence.whole(delivery.cursor);
        if (delivery.newest) endWatch.fetched([delivery.newest], isChatEnd);
        beginEnd(endWatch.atNewest());
        break;
      case 'filled':
        streams.metric({ type: 'gap-filled', items: missed, ms: delivery.ms });
        isWhole(delivery.cursor);
        break;
      case 'polled':
        isWhole(delivery.cursor);
        break;
      case 'unfilled': {
        older.notJoined();
        const reason = delivery.error instanceof Error ? delivery.error.message : 'unknown';
        streams.metric({ type: 'gap-unfilled', reason });
        log.error('what was missed cannot be fetched', { reason });
        // A socket that brought the end has missed nothing; a refusal says nothing of what was sent before it.
        if (!lifecycle.hasBegun || lifecycle.reason === 'expired') {
          streams.transcript.apply([{ kind: 'gap', after: delivery.after }]);
        }
        break;
      }
      case 'final':
        isFetched = true;
        beginEnd(endWatch.atNewest());
        break;
    }
  };

  /** The present connection as the views show it, if there is one; a renewed socket is the same. */
  const present = (): Connection | undefined => {
    const state = streams.state;
    return state.status === 'connected'
      ? { since: state.since, resumed: connections > 1 }
      : undefined;
  };

  /** Something was sent or has come. */
  const activity$ = streams.transcript.changes$.pipe(
    filter((changes) => changes.some(({ kind }) => kind === 'insert')),
  );
  /** Over a websocket, and while there is none, by polling. */
  const keepReceiving = (open: ReconnectingOptions['open']): Observable<ConnectionEvent> => {
    const { polling } = settings;
    if (polling === undefined) return reconnecting({ ...settings, open, suspectDead$ });
    /** Polls begin late, and `network$` need not say again what it said before. */
    const network$ = settings.network$.pipe(
      share({ connector: () => new ReplaySubject<boolean>(1) }),
    );
    const isAuthorized = () => credentials.token !== undefined;
    const { poll$ } = sync;
    return reconnecting({ ...settings, network$, open, suspectDead$, isPolling }).pipe(
      fallBackToPolling({ ...settings, network$, polling, poll$, activity$, isAuthorized }),
    );
  };
  const isPolling = () => {
    const state = streams.state;
    return state.status === 'connected' && state.transport === 'polling';
  };

  /** Over the socket of a websocket manager, where there is one, else over one of its own. */
  const openConnection = (onFrame: FrameHandler, onHeartbeat: HeartbeatHandler) => {
    const handlers = { onFrame, onHeartbeat };
    const managers$ = settings.webSocketManager$;
    const isReplaceable = settings.polling !== undefined;
    if (managers$) {
      const managed = { ...settings, ...handlers, managers$, ids, credentials, isReplaceable };
      return managedConnection(managed);
    }
    const webSocket = settings.webSocket();
    return ({ check$ }: Signals) =>
      renewingSession({ ...settings, ...handlers, credentials, webSocket, check$, suspectDead$ });
  };

  /** A customer's own websocket tells the service by itself that the participant is connected. */
  let wasSubscribed = false;
  const isParticipantToBeConnected = ({ type }: ConnectionEvent): boolean =>
    settings.webSocketManager$
      ? type === 'subscribed' || type === 'polling'
      : type === 'polling' && !wasSubscribed;

  /** Tells of streamed messages that do not go on, whether their pieces could be joined or not. */
  const findStalled = (pieces$: Observable<ChatMessage>) =>
    pieces$.pipe(
      stalledPartials(scheduler),
      mergeMap((message) =>
        timer(0, LOOK_UP_EVERY_MS, scheduler).pipe(
          take(LOOK_UPS),
          filter(() => !ledger.isWhole(message.id)),
        ),
      ),
    );

  /** Emits the present connection as it changes, `undefined` while there is none. */
  const connection$ = new Observable<Connection | undefined>((subscriber) => {
    /** All that is left before it shows that the chat is. */
    const running = new Subscription();
    const observe = connectionReporter(streams, settings);
    const syncEvents$ = new Subject<SyncEvent>();
    let shown: ConnectionState['status'] | undefined;
    let connecting: Subscription | undefined;
    let isRestored = false;
    let hasFailed = false;

    const failed = (error: unknown) => {
      hasFailed = true;
      running.unsubscribe();
      subscriber.error(asChatError('connect', error));
    };
    const lost = (error: unknown) => {
      // The service lets us in no more: until the last items are here, that is no failure.
      if (!lifecycle.hasBegun) failed(error);
    };
    const over = () => {
      running.unsubscribe();
      subscriber.complete();
    };
    const left = () => {
      if (lifecycle.hasBegun) lifecycle.finish(); // nobody is left to wait for its last items
      if (!lifecycle.isOver && !hasFailed) streams.state = { status: 'idle' };
      persistence.save();
    };

    const receivePiece = lazySubject<ChatMessage>((pieces$) => {
      const stalled = () => {
        syncEvents$.next({ type: 'stalled' });
      };
      listen(findStalled(pieces$), running, stalled, failed);
    });
    const receive: FrameHandler = (frame) => {
      observe.frame(frame);
      if (frame.kind !== 'item') return;
      const { raw } = frame;
      if (frame.time > 0) clock.saw(frame.time, scheduler.now(), true);
      // An item that does not say when it was sent is taken to be sent now.
      const time = Number.isNaN(frame.time) ? clock.at(scheduler.now()) : frame.time;
      if (typeof raw.MessageMetadata?.MessageCompleted === 'boolean') {
        const piece = readItem(raw, time);
        if (isMessage(piece)) receivePiece(piece);
      }
      sync.receive(new ReceivedItem(raw, time));
    };
    /** Who sees what happens may leave the chat, at each step. */
    const happens = (event: ConnectionEvent) => {
      observe.event(event);
      if (running.closed) return;
      const { status } = streams.state;
      if (status !== shown) {
        shown = status;
        if (status === 'connected') connections++;
        subscriber.next(present());
      }
      syncEvents$.next(event);
      finishUnlessMoreComes();
      if (event.type === 'subscribed') wasSubscribed = true;
      if (running.closed || connecting?.closed === false) return;
      if (isParticipantToBeConnected(event)) {
        running.add((connecting = connectParticipant$.subscribe()));
      }
    };
    /** Nothing more is taken in, so that what is held comes out. */
    const stop = () => {
      syncEvents$.complete();
    };
    const ends = (event: SyncEvent) => {
      syncEvents$.next(event);
      running.add(scheduleOnce(LAST_ITEMS_MS, scheduler, lifecycle.finish));
    };
    const run = () => {
      isRestored = true;
      let open: ReconnectingOptions['open'];
      try {
        open = openConnection(receive, observe.heartbeat);
      } catch (error) {
        failed(error);
        return;
      }
      listen(sync.run(syncEvents$), running, deliver, failed);
      listen(lifecycle.stop$, running, stop, failed);
      listen(letGo$, running, stop, failed);
      listen(lifecycle.begun$, running, ends, failed);
      listen(keepReceiving(open), running, happens, lost);
      listen(persistence.kept$, running, () => undefined, failed);
    };

    subscriber.add(running);
    subscriber.add(left);
    listen(lifecycle.over$, subscriber, over);
    running.add(persistence.restored$.subscribe({ error: failed, complete: run }));
    // Commands wait for a storage that takes its time, as they do for the connection.
    if (!isRestored && !lifecycle.isOver) streams.state = { status: 'connecting', attempt: 1 };
  });

  const shared$ = connection$.pipe(
    share({ connector: () => new ReplaySubject<Connection | undefined>(1) }),
    // After the sharing, so that who sees the failure can connect anew.
    tap({
      error: (failure: unknown) => {
        const error = asChatError('connect', failure);
        const state = streams.state;
        if (state.status !== 'failed' || state.error !== error) {
          streams.state = { status: 'failed', error };
        }
      },
    }),
    filter((connection) => connection !== undefined),
  );

  return defer(() => (lifecycle.isOver ? EMPTY : shared$));
}
