import { asyncScheduler, isObservable, type Observable, of, type SchedulerLike } from 'rxjs';
import {
  browserNetwork$,
  browserPageHide$,
  browserResume$,
  isWebSocketManager,
  type ReconnectOptions,
  type WebSocketConstructor,
  type WebSocketManager,
} from '../connection/index.js';
import {
  ChatError,
  invalidArgument,
  type ParticipantApi,
  resolveEndpoint,
  transferFile,
} from '../participant/index.js';
import type {
  ChatDetails,
  ChatOptions,
  ReceiptsOptions,
  StartChatContactAnswer,
  TypingOptions,
} from './chatOptions.js';
import type { ChatPorts } from './chatPorts.js';
import { type ChatStorage, DEFAULT_KEY, type StorageOptions } from './storage/chatStorage.js';
import { type ChatLogger, leveled, LOG_LEVELS } from './logger.js';

/** Options with everything decided. */
export interface Settings extends ChatPorts {
  readonly details: ChatDetails;
  readonly type: 'CUSTOMER' | 'AGENT';
  /** Whether CreateParticipantConnection can let this participant in. */
  readonly canBeLetIn: boolean;
  readonly disconnectOnPageHide: boolean;
  readonly frameScheduler: SchedulerLike | undefined;
  readonly orderingWindowMs: number;
  readonly history: number;
  readonly maxItems: number;
  readonly reconnect: Required<ReconnectOptions>;
  readonly receipts: Required<ReceiptsOptions>;
  readonly typing: Required<TypingOptions>;
  readonly storageOptions: Required<StorageOptions>;
  readonly log: ChatLogger;
}

/** What `setTimeout` can wait for; it takes a longer time for none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** How many items are fetched when the chat is joined, and at a time when older ones are asked for. */
export const DEFAULT_HISTORY = 15;
/** Source: GetTranscript's limit for MaxResults. */
const MAX_HISTORY = 100;
/** More would not fit into a page's storage. */
const MAX_STORED = 10_000;

/**
 * Checks options and fills in the defaults.
 *
 * @throws ChatError `InvalidArgument`, naming the option.
 */
export function resolveOptions(
  options: ChatOptions,
  defaultApi: (endpoint: string) => ParticipantApi,
): Settings {
  if (!isObject(options)) throw invalid('options must be an object');
  const { type = 'CUSTOMER', api, region, endpoint, useDualStack, webSocket } = options;
  if (type !== 'CUSTOMER' && type !== 'AGENT') throw invalid('type must be CUSTOMER or AGENT');
  const {
    firstDelayMs = 1_000,
    maxDelayMs = 30_000,
    maxAttempts = Infinity,
  } = options.reconnect ?? {};
  const { throttleMs = 10_000, expiryMs = 12_000 } = options.typing ?? {};
  const {
    enabled = true,
    throttleMs: receiptsThrottleMs = 5_000,
    autoDelivered = false,
  } = options.receipts ?? {};
  const { orderingWindowMs = 100, history = DEFAULT_HISTORY, maxItems = Infinity } = options;
  within(0, LONGEST_TIMER_MS, {
    orderingWindowMs,
    'receipts.throttleMs': receiptsThrottleMs,
    'typing.throttleMs': throttleMs,
    'typing.expiryMs': expiryMs,
  });
  within(0, MAX_HISTORY, { history });
  within(1, Infinity, { maxItems });
  within(1, LONGEST_TIMER_MS, { 'reconnect.firstDelayMs': firstDelayMs });
  within(firstDelayMs, LONGEST_TIMER_MS, { 'reconnect.maxDelayMs': maxDelayMs });
  within(1, Infinity, { 'reconnect.maxAttempts': maxAttempts });
  const {
    key: storageKey,
    keepTokens = false,
    maxItems: maxStored = 200,
  } = options.storageOptions ?? {};
  within(1, MAX_STORED, { 'storageOptions.maxItems': maxStored });
  if (storageKey !== undefined && (typeof storageKey !== 'string' || storageKey === '')) {
    throw invalid('storageOptions.key must be a string that is not empty');
  }
  const { logLevel } = options;
  if (logLevel !== undefined && logLevel !== 'silent' && !LOG_LEVELS.includes(logLevel)) {
    throw invalid(`logLevel must be silent or one of ${LOG_LEVELS.join(', ')}`);
  }

  const { getConnectionToken } = options;
  if (getConnectionToken !== undefined && typeof getConnectionToken !== 'function') {
    throw invalid('getConnectionToken must be a function');
  }
  const webSocketManager$ = managersOf(options.webSocketManager);
  const needsToken =
    api === undefined && (getConnectionToken === undefined || webSocketManager$ === undefined);
  const details = checkDetails(options.chatDetails, needsToken);

  return {
    details,
    type,
    api: api ?? defaultApi(resolveEndpoint({ region, endpoint, useDualStack })),
    limiter: options.limiter,
    transfer: options.transfer ?? transferFile,
    webSocket: () => webSocket ?? environmentWebSocket(),
    webSocketManager$,
    getConnectionToken,
    canBeLetIn: api !== undefined || details.participantToken !== '',
    network$: options.network$ ?? browserNetwork$,
    resume$: options.resume$ ?? browserResume$,
    pageHide$: options.pageHide$ ?? browserPageHide$,
    disconnectOnPageHide: options.disconnectOnPageHide ?? false,
    scheduler: options.scheduler ?? asyncScheduler,
    frameScheduler: options.frameScheduler,
    random: options.random ?? Math.random,
    orderingWindowMs,
    history,
    maxItems,
    reconnect: { firstDelayMs, maxDelayMs, maxAttempts },
    receipts: { enabled, throttleMs: receiptsThrottleMs, autoDelivered },
    typing: { throttleMs, expiryMs },
    storage: checkStorage(options.storage),
    storageOptions: {
      key: storageKey ?? defaultKey(type, details),
      keepTokens,
      maxItems: maxStored,
    },
    log: leveled(options.logger, logLevel),
  };
}

function managersOf(
  given: ChatOptions['webSocketManager'],
): Observable<WebSocketManager> | undefined {
  if (given === undefined || given === null || isObservable(given)) return given ?? undefined;
  if (isWebSocketManager(given)) return of(given);
  throw invalid('webSocketManager must have onMessage and subscribeTopics');
}

function checkDetails(given: unknown, needsToken: boolean): ChatDetails {
  if (typeof given === 'string') {
    throw invalid('chatDetails is a string: parse it first');
  }
  if (!isObject(given)) throw invalid('chatDetails must be an object');
  const details = given as Partial<ChatDetails & StartChatContactAnswer>;
  const contactId = required('contactId', details.contactId ?? details.ContactId);
  const initialContactId = details.initialContactId ?? details.InitialContactId;
  if (initialContactId !== undefined) required('initialContactId', initialContactId);
  const continuedFromContactId = details.continuedFromContactId ?? details.ContinuedFromContactId;
  if (continuedFromContactId !== undefined) {
    required('continuedFromContactId', continuedFromContactId);
  }
  const participantToken = details.participantToken ?? details.ParticipantToken ?? undefined; // Streams may say null
  return {
    contactId,
    participantId: required('participantId', details.participantId ?? details.ParticipantId),
    participantToken:
      needsToken || participantToken !== undefined
        ? required('participantToken', participantToken)
        : '',
    initialContactId: initialContactId ?? contactId,
    ...(continuedFromContactId !== undefined && { continuedFromContactId }),
  };
}

function checkStorage(storage: ChatStorage | undefined): ChatStorage | undefined {
  for (const name of ['getItem', 'setItem', 'removeItem'] as const) {
    if (storage !== undefined && typeof storage?.[name] !== 'function') {
      throw invalid(`storage must have the method ${name}`);
    }
  }
  return storage;
}

/** A customer has one chat, an agent has many. */
const defaultKey = (type: 'CUSTOMER' | 'AGENT', { contactId }: ChatDetails) =>
  type === 'CUSTOMER' ? DEFAULT_KEY : `${DEFAULT_KEY}/${contactId}`;

function required(field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw invalid(`chatDetails.${field} must be a string that is not empty`);
  }
  return value;
}

function within(least: number, most: number, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(typeof value === 'number' && value >= least && value <= most)) {
      throw invalid(`${name} must be a number from ${least} to ${most}`);
    }
  }
}

function environmentWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (WebSocket !== undefined) return WebSocket;
  throw new ChatError(
    'Unsupported',
    'cannot connect: this environment has no WebSocket; pass one as the option webSocket, such as that of the package ws',
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (because: string) => invalidArgument('create a chat', because);
