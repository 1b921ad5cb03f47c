import {
  catchError,
  connect,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  ignoreElements,
  map,
  merge,
  mergeMap,
  NEVER,
  type Observable,
  ReplaySubject,
  share,
  switchMap,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { keepConnected } from '../connection/index.js';
import {
  type Delivery,
  isPiece,
  type Ledger,
  stalledPartials,
  transcriptSync,
} from '../inbox/index.js';
import { asChatError } from '../participant/index.js';
import type { TranscriptChange } from '../transcript/index.js';
import { type ChatMessage, eventType, isMessage } from '../wire/index.js';
import type { Connection } from './chat.js';
import type { Ending } from './ending.js';
import { observeConnection } from './observeConnection.js';
import type { Settings } from './resolveOptions.js';
import type { Service } from './service.js';
import type { Views } from './views.js';

/** What a link needs. */
export interface LinkOptions {
  readonly settings: Settings;
  readonly service: Service;
  readonly ledger: Ledger;
  readonly views: Views;
  readonly ending: Ending;
}

/** How long the last items of a chat that is over may take to be fetched, in milliseconds. */
const LAST_ITEMS_MS = 5_000;
const CHAT_ENDED = eventType('chat.ended');

/** The way from the socket into the ledger and the views: what {@link Chat.connect} gives. */
export function createLink({
  settings,
  service: { credentials, getPage },
  ledger,
  views,
  ending,
}: LinkOptions): Observable<Connection> {
  const { scheduler, log } = settings;
  const sync = transcriptSync({ getPage, history: settings.history, scheduler });
  let connections = 0;
  let missed = 0; // items that a fill under way has brought

  const deliver = (delivery: Delivery) => {
    switch (delivery.kind) {
      case 'items': {
        const arrived = ledger.receive(delivery.items, delivery.origin);
        if (delivery.origin === 'gap') missed += arrived;
        break;
      }
      case 'joined':
        views.transcript.apply([{ kind: 'older', token: delivery.olderToken }]);
        if (delivery.newest?.contentType === CHAT_ENDED) ending.begin('ended');
        break;
      case 'filled': {
        views.metric({ type: 'gap-filled', items: missed, ms: delivery.ms });
        missed = 0;
        views.transcript.apply([{ kind: 'whole' }]);
        if (ending.hasBegun) ending.finish();
        break;
      }
      case 'unfilled':
        if (ending.hasBegun) ending.finish();
        else {
          const reason = delivery.error instanceof Error ? delivery.error.message : 'unknown';
          views.metric({ type: 'gap-unfilled', reason });
          log.error('what was missed cannot be fetched', { reason });
          views.transcript.apply([{ kind: 'gap', after: delivery.after }]);
        }
        break;
    }
  };

  /** The present connection as the views show it, if there is one; a renewed socket is the same. */
  const present = (): Connection | undefined => {
    const state = views.state();
    return state.status === 'connected'
      ? { since: state.since, resumed: connections > 1 }
      : undefined;
  };

  const stalled$ = views.transcript.changes$.pipe(
    mergeMap((changes) => changes.flatMap(streamed)),
    stalledPartials(scheduler),
    map(() => ({ type: 'stalled' }) as const),
  );

  /** Completes when nothing more is taken in, so that what is held comes out. */
  const untilStopped = <T>(source$: Observable<T>) => source$.pipe(takeUntil(ending.stop$));

  const run$ = defer(() => {
    const webSocket = settings.webSocket();
    const check$ = settings.resume$;
    return keepConnected({ ...settings, credentials, webSocket, check$ }).pipe(
      // The service lets us in no more: until the last items are here, that is no failure.
      catchError((error: unknown) => (ending.hasBegun ? NEVER : throwError(() => error))),
      tap(observeConnection(views, settings)),
      connect((events$) =>
        merge(
          events$.pipe(
            map(() => views.state()),
            distinctUntilChanged(),
            tap(({ status }) => {
              if (status === 'connected') connections++;
            }),
            map(present),
          ),
          untilStopped(merge(events$, ending.begun$, stalled$)).pipe(
            sync,
            tap(deliver),
            ignoreElements(),
          ),
          ending.begun$.pipe(
            switchMap(() => timer(LAST_ITEMS_MS, scheduler)),
            tap(ending.finish),
            ignoreElements(),
          ),
        ),
      ),
      takeUntil(ending.over$),
    );
  });

  const connection$ = run$.pipe(
    tap({
      error: (error: unknown) => {
        views.setState({ status: 'failed', error: asChatError('connect', error) });
      },
    }),
    finalize(() => {
      if (!ending.isOver && views.state().status !== 'failed') views.setState({ status: 'idle' });
    }),
    share({
      connector: () => new ReplaySubject<Connection | undefined>(1),
      resetOnError: true,
      resetOnComplete: true,
      resetOnRefCountZero: true,
    }),
    filter((connection) => connection !== undefined),
  );

  return defer(() => (ending.isOver ? EMPTY : connection$));
}

/** The message that a change brings, if it is a streamed one or becomes whole by it. */
const streamed = (change: TranscriptChange): readonly ChatMessage[] =>
  'entry' in change &&
  isMessage(change.entry.item) &&
  (change.kind === 'replace' || isPiece(change.entry.item))
    ? [change.entry.item]
    : [];
