import { asyncScheduler, isObservable, type Observable, of, type SchedulerLike } from 'rxjs';
import {
  browserNetwork$,
  browserPageHide$,
  browserResume$,
  browserVisible$,
  isWebSocketManager,
  type PollingOptions,
  type ReconnectOptions,
  type WebSocketConstructor,
  type WebSocketManager,
} from '../connection/index.js';
import {
  argumentsOf,
  ChatError,
  omitUndefined,
  hasMethod,
  LONGEST_TIMER_MS,
  operationName,
  type ParticipantApi,
  resolveEndpoint,
  transferFile,
} from '../api/index.js';
import { isObject, MAX_CONTENT_BYTES, MAX_FRAME_LENGTH } from '../wire/index.js';
import { safeRandom } from './safeRandom.js';
import type { ChatDetails, ChatOptions, ReceiptsOptions, TypingOptions } from './chatOptions.js';
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
  readonly maxMessageBytes: number;
  readonly reconnect: Required<ReconnectOptions>;
  readonly polling: Required<PollingOptions> | undefined;
  readonly receipts: Required<ReceiptsOptions>;
  readonly typing: Required<TypingOptions>;
  readonly storageOptions: Required<StorageOptions>;
  readonly log: ChatLogger;
}

/** How many items are fetched when the chat is joined, and at a time when older ones are asked for. */
export const DEFAULT_HISTORY = 15;
/** Source: GetTranscript's limit for MaxResults. */
const MAX_HISTORY = 100;
/** More would not fit into a page's storage. */
const MAX_STORED = 10_000;

/** What those options have that are used by one method. */
const METHODS = {
  limiter: 'acquire',
  network$: 'subscribe',
  resume$: 'subscribe',
  visible$: 'subscribe',
  pageHide$: 'subscribe',
  scheduler: 'schedule',
  frameScheduler: 'schedule',
} as const satisfies Partial<Record<keyof ChatOptions, string>>;

const { must, object, text, number, integer, choice } = argumentsOf('create a chat');

/**
 * Checks options and fills in the defaults.
 *
 * @throws ChatError `InvalidArgument`, naming the option.
 */
export function resolveOptions(
  options: ChatOptions,
  defaultApi: (endpoint: string) => ParticipantApi,
): Settings {
  object('options', options);
  const { type = 'CUSTOMER', api, webSocket, getConnectionToken, logLevel = 'info' } = options;
  const { orderingWindowMs = 100, history = DEFAULT_HISTORY, maxItems = Infinity } = options;
  const { maxMessageBytes = MAX_CONTENT_BYTES } = options;
  const reconnect = filled(
    { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity },
    options.reconnect,
  );
  const polling =
    options.polling === false
      ? undefined
      : filled({ fastMs: 3_000, slowMs: 15_000 }, options.polling);
  const receipts = filled(
    { enabled: true, throttleMs: 5_000, autoDelivered: false },
    options.receipts,
  );
  const typing = filled({ throttleMs: 10_000, expiryMs: 12_000 }, options.typing);
  const stored = filled<Omit<Required<StorageOptions>, 'key'> & Pick<StorageOptions, 'key'>>(
    { keepTokens: false, maxItems: 200 },
    options.storageOptions,
  );
  choice('type', type, ['CUSTOMER', 'AGENT']);
  choice('logLevel', logLevel, ['silent', ...LOG_LEVELS]);
  number('orderingWindowMs', orderingWindowMs, 0, LONGEST_TIMER_MS);
  number('history', history, 0, MAX_HISTORY);
  number('maxItems', maxItems, 1, Infinity);
  integer('maxMessageBytes', maxMessageBytes, 1, MAX_FRAME_LENGTH);
  number('receipts.throttleMs', receipts.throttleMs, 0, LONGEST_TIMER_MS);
  number('typing.throttleMs', typing.throttleMs, 0, LONGEST_TIMER_MS);
  number('typing.expiryMs', typing.expiryMs, 0, LONGEST_TIMER_MS);
  number('reconnect.firstDelayMs', reconnect.firstDelayMs, 1, LONGEST_TIMER_MS);
  number('reconnect.maxDelayMs', reconnect.maxDelayMs, reconnect.firstDelayMs, LONGEST_TIMER_MS);
  number('reconnect.maxAttempts', reconnect.maxAttempts, 1, Infinity);
  if (polling) {
    number('polling.fastMs', polling.fastMs, 1, LONGEST_TIMER_MS);
    number('polling.slowMs', polling.slowMs, polling.fastMs, LONGEST_TIMER_MS);
  }
  number('storageOptions.maxItems', stored.maxItems, 1, MAX_STORED);
  if (stored.key !== undefined) text('storageOptions.key', stored.key);
  if (options.storage !== undefined) checkStorage(options.storage);
  if (options.random !== undefined) isFunction('random', options.random);
  if (getConnectionToken !== undefined) isFunction('getConnectionToken', getConnectionToken);
  if (webSocket) isFunction('webSocket', webSocket);
  for (const [name, method] of Object.entries(METHODS)) {
    const value = options[name as keyof typeof METHODS] ?? undefined;
    if (value !== undefined) must(name, `one with ${method}`, value, hasMethod(value, method));
  }

  const webSocketManager$ = managersOf(options.webSocketManager);
  const needsToken =
    api === undefined && (getConnectionToken === undefined || webSocketManager$ === undefined);
  const details = checkDetails(options.chatDetails, needsToken);
  // A customer has one chat, an agent has many.
  const defaultKey = type === 'CUSTOMER' ? DEFAULT_KEY : `${DEFAULT_KEY}/${details.contactId}`;

  const log = leveled(options.logger, logLevel);

  return {
    details,
    type,
    api: api ?? defaultApi(resolveEndpoint(options)),
    limiter: options.limiter,
    transfer: options.transfer ?? transferFile,
    webSocket: () => webSocket ?? environmentWebSocket(),
    webSocketManager$,
    getConnectionToken,
    canBeLetIn: api !== undefined || details.participantToken !== '',
    network$: options.network$ ?? browserNetwork$,
    resume$: options.resume$ ?? browserResume$,
    visible$: options.visible$ ?? browserVisible$,
    pageHide$: options.pageHide$ ?? browserPageHide$,
    disconnectOnPageHide: options.disconnectOnPageHide ?? false,
    scheduler: options.scheduler ?? asyncScheduler,
    frameScheduler: options.frameScheduler,
    random: safeRandom(options.random, log),
    orderingWindowMs,
    history,
    maxItems,
    maxMessageBytes,
    reconnect,
    polling,
    receipts,
    typing,
    storage: options.storage,
    storageOptions: { ...stored, key: stored.key ?? defaultKey },
    log,
  };
}

/** `defaults`, but for what is given. */
const filled = <T extends object>(defaults: T, given: Partial<T> | undefined): T => ({
  ...defaults,
  ...omitUndefined(given ?? {}),
});

const isFunction = (name: string, value: unknown) => {
  must(name, 'a function', value, typeof value === 'function');
};

function managersOf(
  given: ChatOptions['webSocketManager'] | null,
): Observable<WebSocketManager> | undefined {
  if (given === undefined || given === null) return undefined;
  if (isObservable(given)) return given;
  const what = 'one with onMessage and subscribeTopics';
  must('webSocketManager', what, given, isWebSocketManager(given));
  return of(given);
}

function checkDetails(given: unknown, needsToken: boolean): ChatDetails {
  const what = 'an object (a string: parse it first)';
  must('chatDetails', what, given, isObject(given));
  /** As it is, or as StartChatContact writes it; Streams may say null. */
  const valueOf = (name: keyof ChatDetails): unknown => {
    const details = given as Readonly<Record<string, unknown>>;
    return details[name] ?? details[operationName(name)] ?? undefined;
  };
  const required = (name: keyof ChatDetails) => text(`chatDetails.${name}`, valueOf(name));
  const optional = (name: keyof ChatDetails) =>
    valueOf(name) === undefined ? undefined : required(name);

  const contactId = required('contactId');
  const continuedFromContactId = optional('continuedFromContactId');
  return {
    contactId,
    participantId: required('participantId'),
    participantToken: (needsToken ? required : optional)('participantToken') ?? '',
    initialContactId: optional('initialContactId') ?? contactId,
    ...(continuedFromContactId !== undefined && { continuedFromContactId }),
  };
}

function checkStorage(storage: ChatStorage): void {
  for (const name of ['getItem', 'setItem', 'removeItem'] as const) {
    isFunction(`storage.${name}`, (storage as Record<typeof name, unknown> | null)?.[name]);
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
