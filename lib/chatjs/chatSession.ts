import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  filter,
  from,
  type Observable,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import {
  type ChatOptions,
  createChat,
  type Metric,
  resolveEndpoint,
  type WebSocketManager,
} from '../lite.js';
import { IllegalArgument } from './answers.js';
import { ChatClient, chatClientApi } from './chatClient.js';
import { createCsmService, type CsmService } from './csmService.js';
import { checkDetails, type CheckedDetails } from './details.js';
import type { Environment } from './environment.js';
import { type ChatGlobalConfig, createGlobalConfig, type GlobalSettings } from './globalConfig.js';
import { createLogManager, LogLevel, type LogManager } from './logManager.js';
import { createSession } from './session.js';
import type { ChatSessionArgs, ChatSessionObject } from './objectTypes.js';
import type { ChatController } from './sessionTypes.js';
import { NAME, VERSION } from './version.js';

/** `type` of `create`. */
const SessionTypes = { AGENT: 'AGENT', CUSTOMER: 'CUSTOMER' } as const;

/** What amazon-connect-chatjs takes where no region is given. */
const DEFAULT_REGION = 'us-west-2';
/** How often a page is asked whether it is online, in milliseconds. */
const ONLINE_EVERY_MS = 1_000;

/** What a page extends to log in its own way; it logs nothing. */
export class Logger {
  debug(..._message: unknown[]): void {
    // Nothing is logged here.
  }
  info(..._message: unknown[]): void {
    // Nothing is logged here.
  }
  warn(..._message: unknown[]): void {
    // Nothing is logged here.
  }
  error(..._message: unknown[]): void {
    // Nothing is logged here.
  }
}

/** `connect.ChatSession`, with the services that it shares with the page. */
export function createChatSession(environment: Environment): {
  readonly ChatSession: ChatSessionObject;
  readonly logManager: LogManager;
  readonly csmService: CsmService;
} {
  const { scheduler } = environment;
  const now = () => scheduler.now();
  const logManager: LogManager = createLogManager(now);
  const csmService: CsmService = createCsmService(now);
  const config = createGlobalConfig(logManager, csmService);

  const create = (args: ChatSessionArgs): ChatController => {
    const { chatDetails, type = 'AGENT', disableCSM = false, websocketManager } = args ?? {};
    const options = args?.options ?? {};
    if (!(type in SessionTypes)) {
      throw new IllegalArgument('Unknown session type: allowed are AGENT and CUSTOMER');
    }
    const settings = config.settings();
    const client = options.api
      ? undefined
      : (options.customChatClient ?? settings.customChatClient);
    const own = options.api ?? (client && chatClientApi(client));
    const details = checkDetails(chatDetails, !own);
    const log = logManager.getLogger({
      prefix: 'ChatJS-ChatSession',
      logMetaData: { contactId: details.contactId, participantId: details.participantId },
    });
    const region = settings.regionOverride ?? (options.region || settings.region);
    if (region === undefined && settings.endpoint === undefined && !own) {
      log.warn(`no region is given: ${DEFAULT_REGION} is taken`);
    }
    const { useDualStack } = settings;
    const endpoint = settings.endpoint || undefined;
    const userAgent = [`${NAME}/${VERSION}`, settings.userAgentSuffix].join(' ').trim();
    const api =
      own ??
      environment.api(
        resolveEndpoint({ region: region ?? DEFAULT_REGION, endpoint, useDualStack }),
        userAgent,
      );
    const { webSocket, random } = environment;
    return createSession({
      details,
      api,
      client,
      receiptsEnabled: () => config.settings().receipts.enabled,
      environment,
      log,
      makeChat: (heardApi, getConnectionToken) => {
        const chat = createChat({
          chatDetails: detailsOf(details),
          type,
          api: heardApi,
          scheduler,
          orderingWindowMs: 0,
          history: 100,
          logger: log,
          logLevel: 'debug',
          receipts: { throttleMs: settings.receipts.throttleMs },
          ...(webSocket && { webSocket }),
          ...(websocketManager && { webSocketManager: websocketManager as WebSocketManager }),
          ...(websocketManager && getConnectionToken && { getConnectionToken }),
          ...(random && { random }),
          ...networkOf(settings, environment),
        });
        if (type === 'CUSTOMER' && !disableCSM) report(csmService, chat.metrics$);
        return chat;
      },
    });
  };

  return {
    ChatSession: {
      create,
      setGlobalConfig: (globalConfig: ChatGlobalConfig) => {
        config.set(globalConfig);
      },
      LogLevel,
      Logger,
      SessionTypes,
      csmService,
      setFeatureFlag: (flag: string) => {
        config.setFeatureFlag(flag);
      },
      setRegionOverride: (region: string | null) => {
        config.setRegionOverride(region);
      },
      ChatClient,
    },
    logManager,
    csmService,
  };
}

const detailsOf = ({ getConnectionToken: _, participantToken, ...details }: CheckedDetails) => ({
  ...details,
  participantToken: participantToken ?? null,
});

/** What the page says about its network, asked every second; the environment's own where it does not. */
function networkOf(
  { isNetworkOnline }: GlobalSettings,
  { scheduler }: Environment,
): Pick<ChatOptions, 'network$'> {
  if (!isNetworkOnline) return {};
  const ask = async () => isNetworkOnline();
  return {
    network$: timer(0, ONLINE_EVERY_MS, scheduler).pipe(
      switchMap(() => from(ask()).pipe(catchError(() => EMPTY))),
      distinctUntilChanged(),
    ),
  };
}

/** How the calls of the service went, as metrics of `csmService`. */
const report = (csmService: CsmService, metrics$: Observable<Metric>) =>
  metrics$
    .pipe(
      filter((metric) => metric.type === 'api'),
      tap(({ operation, ms, outcome }) => {
        csmService.addLatencyMetric(operation, ms, 'API');
        csmService.addCountAndErrorMetric(operation, 'API', outcome !== 'ok');
      }),
    )
    .subscribe();
