import {
  catchError,
  defer,
  distinctUntilChanged,
  exhaustMap,
  from,
  map,
  merge,
  type Observable,
  of,
  type SchedulerLike,
  startWith,
  take,
  tap,
  timer,
} from 'rxjs';
import {
  type ChatOptions,
  createChat,
  type FetchApiOptions,
  type MediaInfo,
  type Metric,
  type WebSocketManager,
} from '../lite.js';
import { IllegalArgument } from './errors.js';
import { ChatClient, chatClientApi } from './chatClient.js';
import { createChatPool } from './chatPool.js';
import { createCsmService, type CsmService } from './csmService.js';
import { detailsOf } from './details.js';
import type { Environment } from './environment.js';
import { createGlobalConfig, type GlobalSettings } from './globalConfig.js';
import { createLogManager, type Logger, LogLevel, type LogManager } from './logManager.js';
import { createSession } from './session.js';
import { createSharedChat, type SharedChatParts } from './sharedChat.js';
import type { ChatLogger, ChatSessionArgs, ChatSessionObject } from './objectTypes.js';
import type { ChatController } from './sessionTypes.js';

/** `type` of `create`. */
const SessionTypes = { AGENT: 'AGENT', CUSTOMER: 'CUSTOMER' } as const;

/** What amazon-connect-chatjs takes where no region is given. */
const DEFAULT_REGION = 'us-west-2';
/** How often a page is asked whether it is online, in milliseconds. */
const ONLINE_EVERY_MS = 1_000;
/** How long it may take to answer, in milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** What a page extends to log in its own way; it logs nothing. */
class PageLogger implements ChatLogger {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

/** `connect.ChatSession`, with the services that it shares with the page. */
export function createChatSession(environment: Environment): {
  readonly ChatSession: ChatSessionObject;
  readonly logManager: LogManager;
  readonly csmService: CsmService;
} {
  const { api: apiAt, ...ports } = environment;
  const now = () => ports.scheduler.now();
  const logManager: LogManager = createLogManager(now);
  const csmService: CsmService = createCsmService(now);
  const { settings, ...config } = createGlobalConfig(logManager, csmService);
  const join = createChatPool();

  const create = ({
    chatDetails,
    type = 'AGENT',
    disableCSM,
    websocketManager,
    options,
  }: Partial<ChatSessionArgs> = {}): ChatController => {
    const { api: ownApi, customChatClient, region } = options ?? {};
    const set = settings();
    const client = ownApi ? undefined : (customChatClient ?? set.customChatClient ?? undefined);
    const { getConnectionToken, participantToken = null, ...details } = detailsOf(chatDetails);
    const { contactId, participantId } = details;
    const log = logManager.getLogger({
      prefix: 'ChatJS-ChatSession',
      logMetaData: { contactId, participantId },
    });
    const own = ownApi ?? client;
    if (!own && !participantToken && !getConnectionToken) {
      throw new IllegalArgument('chatDetails.participantToken is missing');
    }
    const makeChat: SharedChatParts['makeChat'] = (api, token) => {
      const chat = createChat({
        chatDetails: { ...details, participantToken } as MediaInfo,
        type,
        api,
        ...ports,
        ...networkOf(set, ports.scheduler),
        ...(websocketManager && {
          webSocketManager: websocketManager as WebSocketManager,
          ...(token && { getConnectionToken: token }),
        }),
        orderingWindowMs: 0,
        history: 100,
        receipts: { throttleMs: set.throttleTime },
        logger: log,
        logLevel: 'debug',
      });
      if (type === 'CUSTOMER' && !disableCSM) report(csmService, chat.metrics$);
      return chat;
    };
    try {
      const service = serviceOf(set, region, log);
      const key = [
        ...[type, contactId, participantId, participantToken, details.initialContactId],
        ...[websocketManager, getConnectionToken, set.isNetworkOnline],
        own ?? JSON.stringify(service),
      ];
      const open = () => {
        const api = ownApi ?? (client ? chatClientApi(client) : apiAt(service));
        return createSharedChat({ api, getConnectionToken, makeChat });
      };
      return createSession({
        join: () => join(key, open),
        client,
        receiptsEnabled: () => settings().receiptsEnabled,
        scheduler: ports.scheduler,
        log,
      });
    } catch (error) {
      throw new IllegalArgument((error as Error).message);
    }
  };

  return {
    ChatSession: {
      create,
      ...config,
      LogLevel,
      Logger: PageLogger as typeof PageLogger & ChatLogger,
      SessionTypes,
      csmService,
      ChatClient,
    },
    logManager,
    csmService,
  };
}

/** Where the service is, and what calls of it say of who makes them. */
function serviceOf(
  { regionOverride, endpoint, useDualStack, customUserAgentSuffix = '', ...set }: GlobalSettings,
  own: string | undefined,
  log: Logger,
): FetchApiOptions {
  const region = regionOverride || own || set.region;
  if (!region && !endpoint) log.warn(`no region is given: ${DEFAULT_REGION} is taken`);
  return {
    region: region || DEFAULT_REGION,
    endpoint: endpoint || undefined,
    useDualStack,
    // As the AWS SDK has it, whose header it is.
    userAgentSuffix: customUserAgentSuffix.replace(/[^\w!#$%&'*+.^`|~/ -]/g, '-'),
  };
}

/**
 * What the page says about its network, asked every second; nothing, where it does not say. While a
 * Promise has not answered the first time, the network is not there; one that fails, or takes too long,
 * says nothing against it.
 */
function networkOf(
  { isNetworkOnline }: GlobalSettings,
  scheduler: SchedulerLike,
): Pick<ChatOptions, 'network$'> {
  if (!isNetworkOnline) return {};
  let known = false;
  const answer$ = defer(() => {
    const answer: unknown = isNetworkOnline();
    if (typeof answer === 'boolean') return of(answer);
    const inVain$ = timer(ANSWER_WITHIN_MS, scheduler).pipe(map(() => true));
    return merge(from(Promise.resolve(answer)), inVain$).pipe(take(1), startWith(known));
  }).pipe(
    catchError(() => of(true)),
    map((isOnline) => (known = Boolean(isOnline))),
  );
  return {
    network$: timer(ONLINE_EVERY_MS, ONLINE_EVERY_MS, scheduler).pipe(
      startWith(0),
      exhaustMap(() => answer$),
      distinctUntilChanged(),
    ),
  };
}

/** How the calls of the service went, as metrics of `csmService`. */
const report = (csmService: CsmService, metrics$: Observable<Metric>) =>
  metrics$
    .pipe(
      tap((metric) => {
        if (metric.type !== 'api') return;
        const { operation, ms, outcome } = metric;
        csmService.addLatencyMetric(operation, ms, 'API');
        csmService.addCountAndErrorMetric(operation, 'API', outcome !== 'ok');
      }),
    )
    .subscribe();
