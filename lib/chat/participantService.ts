import {
  catchError,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  skip,
  Subject,
  Subscription,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import { createCredentials, type Credentials, type TicketType } from '../connection/index.js';
import type { GetPage, Page, PageRequest } from '../inbox/index.js';
import {
  answeredInTime,
  asChatError,
  type CallOptions,
  ChatError,
  createCaller,
  type CreateParticipantConnectionRequest,
  hasMethod,
} from '../api/index.js';
import { createServiceClock, decodePage, isTimed, type ServiceClock } from '../wire/index.js';
import { agentConnectionToken } from './agentConnectionToken.js';
import {
  authorizedCall,
  type AuthorizedCall,
  type AuthorizedCallOptions,
} from './authorizedCall.js';
import type { ChatLifecycle } from './lifecycle.js';
import type { Settings } from './resolveOptions.js';
import type { Persistence } from './storage/persistence.js';
import { transferCall, type TransferCall } from './transferCall.js';
import type { ChatStreams } from './streams.js';
import { warnOfThrown } from './warnOfThrown.js';

/** The Participant Service as one chat uses it: its credentials, and calls that carry its token. */
export interface ParticipantService {
  readonly credentials: Credentials;
  readonly call: AuthorizedCall;
  /**
   * Marks the participant as connected, once, unless another call has: an agent has taken the contact; a
   * customer is there without a websocket, so that the flow may begin. Transient failures are
   * retried; another is logged, and subscribing again tries again. Emits nothing.
   */
  readonly connectParticipant$: Observable<never>;
  readonly transferFile: TransferCall;
  readonly getPage: GetPage;
  /** The same for a poll, which is not retried: another follows. */
  readonly pollPage: GetPage;
  /** A page; what for is asked for each try, with the connection token that it goes out with. */
  readonly page: (
    requestFor: (connectionToken: string) => PageRequest,
    options: AuthorizedCallOptions,
  ) => Observable<Page>;
  /** Has seen all answers. */
  readonly clock: ServiceClock;
  /** Emits when a call got no answer: the connection may be dead as well. */
  readonly suspectDead$: Observable<unknown>;
  /**
   * Emits once it is known whether the connection lives: at once, unless a call got no answer just now. A
   * manager cannot be asked.
   */
  readonly livenessKnown$: Observable<unknown>;
}

/** A socket that lives answers a heartbeat sooner, in milliseconds; one that does not is lost by then. */
const DOUBT_MS = 3_000;

/** Every call shows in the metrics; being refused after having been let in begins the chat's end. */
export function createParticipantService(
  settings: Settings,
  streams: ChatStreams,
  lifecycle: ChatLifecycle,
  persistence: Persistence,
): ParticipantService {
  const {
    api,
    canBeLetIn,
    details,
    getConnectionToken,
    limiter,
    log,
    random,
    scheduler,
    transfer,
  } = settings;
  const isManaged = settings.webSocketManager$ !== undefined;
  const callApi = createCaller({
    report: (report) => {
      streams.metric({ type: 'api', ...report });
      log.debug('called the service', report);
    },
    attempted: warnOfThrown(log),
    limiter,
    random,
    scheduler,
  });

  const connection = (
    input: Pick<CreateParticipantConnectionRequest, 'Type' | 'ConnectParticipant'>,
    options: CallOptions = { maxRetries: 0 },
  ) => {
    const operation = 'CreateParticipantConnection';
    const ParticipantToken = details.participantToken;
    const request = () => api.createParticipantConnection({ ParticipantToken, ...input });
    return callApi(operation, () => answeredInTime(operation, request(), scheduler), options);
  };

  let isParticipantConnected = !canBeLetIn;
  const participantConnected = () => {
    isParticipantConnected = true;
  };
  const connectParticipant$ = defer(() =>
    isParticipantConnected
      ? EMPTY
      : connection(
          { ConnectParticipant: true },
          { maxRetries: Infinity, ready: () => credentials.requestSlot$ },
        ).pipe(
          tap(participantConnected),
          ignoreElements(),
          catchError((error: unknown) => {
            const reason = asChatError('', error).code;
            log.warn('cannot mark the participant as connected', { reason });
            return EMPTY;
          }),
        ),
  );

  const letIn = (Type: readonly TicketType[]) =>
    isManaged
      ? connection({ Type, ConnectParticipant: true }).pipe(tap(participantConnected))
      : connection({ Type });
  const request = (types: readonly TicketType[]) =>
    isManaged && getConnectionToken
      ? agentConnectionToken(
          getConnectionToken,
          canBeLetIn ? () => letIn(types) : undefined,
          callApi,
          settings,
        )
      : letIn(types);
  const clock = createServiceClock();
  const credentials: Credentials = createCredentials(
    (types) =>
      request(types).pipe(
        tap({
          error: (error: unknown) => {
            const wasLetIn =
              credentials.token !== undefined || persistence.resumePoint !== undefined;
            if (wasLetIn && error instanceof ChatError && error.code === 'AccessDenied') {
              lifecycle.begin('expired');
            }
          },
        }),
      ),
    scheduler,
    clock,
  );
  const suspectDead$ = new Subject<void>();
  let certain$: Observable<unknown> = of(undefined);
  /** Each ends by itself, within a few seconds. */
  const doubts = new Subscription();
  const unanswered = () => {
    if (!isManaged) doubt();
    suspectDead$.next();
  };
  const doubt = () => {
    const resolved$ = new ReplaySubject<unknown>(1);
    const { connectionState$, heartbeat$ } = streams;
    certain$ = resolved$;
    doubts.add(
      merge(
        heartbeat$.pipe(filter(({ ok }) => ok)),
        connectionState$.pipe(skip(1)),
        timer(DOUBT_MS, scheduler),
      )
        .pipe(take(1), takeUntil(lifecycle.over$))
        .subscribe(resolved$),
    );
  };
  const authorized = authorizedCall({ call: callApi, credentials, unanswered, scheduler });
  const call: AuthorizedCall = (operation, attempt, options) =>
    offers(api, operation)
      ? authorized(operation, attempt, options).pipe(
          tap((answer) => {
            const time = timeIn(answer);
            if (time > 0) clock.saw(time, scheduler.now(), true);
          }),
        )
      : throwError(
          () => new ChatError('Unsupported', `cannot ${operation}: the api has no such operation`),
        );
  const transferBytes = transferCall({ call: callApi, transfer, unanswered, scheduler });

  const badItem = (reason: string) => {
    streams.metric({ type: 'bad-item', reason });
    log.warn('an item of the transcript cannot be read', { reason });
  };
  const page: ParticipantService['page'] = (requestFor, options) =>
    call(
      'GetTranscript',
      (ConnectionToken) => api.getTranscript({ ...requestFor(ConnectionToken), ConnectionToken }),
      options,
    ).pipe(
      map(({ InitialContactId, Transcript, NextToken }) => ({
        items: decodePage(Transcript ?? [], credentials.serviceNow(), badItem),
        // The service has been seen to say '' for none, and to name a page behind the last item.
        nextToken: (Transcript?.length && NextToken) || undefined,
        initialContactId: InitialContactId,
      })),
      tap(({ items }) => {
        const newest = items.at(-1);
        if (newest && isTimed(newest)) clock.saw(newest.time.getTime(), scheduler.now(), false);
      }),
    );
  const getPage: GetPage = (request) =>
    page(
      () => request,
      lifecycle.hasBegun ? { maxRetries: 0, renew: false } : { maxRetries: Infinity },
    );

  return {
    credentials,
    call,
    transferFile: transferBytes,
    connectParticipant$,
    page,
    getPage,
    pollPage: (request) =>
      page(() => request, { maxRetries: 0 }).pipe(
        // The service may name a next page that is empty. The next poll goes on here anyway.
        map((answer) =>
          request.ScanDirection === 'FORWARD' && answer.items.length < (request.MaxResults ?? 0)
            ? { ...answer, nextToken: undefined }
            : answer,
        ),
      ),
    clock,
    suspectDead$: suspectDead$.asObservable(),
    livenessKnown$: defer(() => certain$),
  };
}

/** Who writes no TypeScript may give an API that lacks what is not used. */
const offers = (api: object, operation: string) =>
  hasMethod(api, operation.charAt(0).toLowerCase() + operation.slice(1));

/** When the service did what `answer` is of, in milliseconds since 1970; NaN if it does not say. */
const timeIn = (answer: unknown): number =>
  Date.parse((answer as Partial<Record<'AbsoluteTime', string>> | undefined)?.AbsoluteTime ?? '');
