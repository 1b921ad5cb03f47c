import {
  catchError,
  defaultIfEmpty,
  defer,
  filter,
  from,
  ignoreElements,
  map,
  NEVER,
  type Observable,
  type ObservableInput,
  type ObservedValueOf,
  race,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { ConnectionState } from '../../connection/index.js';
import type { Ledger, OlderPages } from '../../inbox/index.js';
import type { ReadMarks } from '../../outbox/index.js';
import {
  type ArgumentChecks,
  argumentsOf,
  type CallOptions,
  ChatError,
  operationName,
  type Operation,
  type ParticipantApi,
} from '../../api/index.js';
import type { Participant } from '../../wire/index.js';
import type { AuthorizedCall, AuthorizedCallOptions } from '../authorizedCall.js';
import type { ChatLifecycle } from '../lifecycle.js';
import type { Settings } from '../resolveOptions.js';
import type { ParticipantService } from '../participantService.js';
import type { Persistence } from '../storage/persistence.js';
import { uuid } from '../uuid.js';
import type { ChatStreams } from '../streams.js';

/** What commands are made of. */
export interface CommandParts {
  readonly settings: Settings;
  readonly service: ParticipantService;
  readonly ledger: Ledger;
  readonly older: OlderPages;
  readonly readMarks: ReadMarks;
  readonly streams: ChatStreams;
  readonly lifecycle: ChatLifecycle;
  readonly persistence: Persistence;
  /** This participant, as far as it is known. */
  readonly self: () => Participant;
}

/** What each command needs. */
export interface CommandContext extends CommandParts {
  readonly api: ParticipantApi;
  readonly call: AuthorizedCall;
  /** Calls an operation with the chat's token, `patiently` where nothing else is said. */
  readonly ask: <O extends Operation>(
    operation: O,
    request: RequestOf<O>,
    options?: AuthorizedCallOptions,
  ) => Observable<AnswerOf<O>>;
  /** The same where nothing is looked for in the answer, so that it may be empty or missing. */
  readonly tell: <O extends Operation>(
    operation: O,
    request: RequestOf<O>,
    options?: AuthorizedCallOptions,
  ) => Observable<object>;
  /** @see defaultRetry */
  readonly patiently: CallOptions;
  /** Errors when nothing can be sent any more; emits nothing. */
  readonly refused$: Observable<never>;
  /** Emits once a command may be sent; errors when nothing can be sent any more. */
  readonly sendable$: Observable<unknown>;
  /** A new ClientToken. */
  readonly newToken: () => string;
  /**
   * A command as it is handed out: refused at once where it can't succeed, and at the end. Its arguments
   * are checked by `make`, when it is called: where that throws, the command errors.
   */
  readonly command: <T>(
    act: string,
    make: (check: ArgumentChecks) => Observable<T>,
  ) => Observable<T>;
  /** The same for work that errs at the end by itself. */
  readonly begun: CommandContext['command'];
}

type RequestOf<O extends Operation> = Omit<Parameters<ParticipantApi[O]>[0], 'ConnectionToken'>;
type AnswerOf<O extends Operation> = ObservedValueOf<ReturnType<ParticipantApi[O]>>;

/** How often a command is tried again. */
const MAX_RETRIES = 4;
/** How long a retry waits for a websocket that may be blocked, in milliseconds. */
const MAX_RECONNECT_WAIT_MS = 30_000;

/** How the connection is; errors when nothing can be sent any more. */
const untilTerminal = ({ connectionState$ }: ChatStreams): Observable<ConnectionState> =>
  connectionState$.pipe(
    tap((state) => {
      const refusal = refusalIn(state, 'wait for the connection');
      if (refusal) throw refusal;
    }),
  );

/** Emits once a command may be sent: the chat has a token, and the network is not known to be away. */
const sendable = (streams: ChatStreams, { credentials }: Pick<ParticipantService, 'credentials'>) =>
  untilTerminal(streams).pipe(
    switchMap(({ status }) => (status === 'offline' ? NEVER : credentials.authorized$)),
    take(1),
  );

/**
 * How commands are retried. The first attempt waits for a token alone. After a failure it is first to
 * be known whether the connection lives, and another attempt waits until it does: requests may be
 * refused at once on a dead network, and a message would soon be out of attempts. Without polling the
 * websocket alone shows that the network is back, and that may be blocked: then the wait is limited.
 */
export const defaultRetry = (
  streams: ChatStreams,
  service: Pick<ParticipantService, 'livenessKnown$' | 'credentials'>,
  { polling, scheduler }: Pick<Settings, 'polling' | 'scheduler'>,
): CallOptions => {
  const connected$ = untilTerminal(streams).pipe(
    filter(({ status }) => status === 'connected'),
    take(1),
  );
  const limit$ = polling
    ? NEVER
    : timer(MAX_RECONNECT_WAIT_MS, scheduler).pipe(switchMap(() => sendable(streams, service)));
  return {
    maxRetries: MAX_RETRIES,
    ready: (failures) =>
      failures === 0
        ? sendable(streams, service)
        : service.livenessKnown$.pipe(switchMap(() => race(connected$, limit$))),
  };
};

export function commandContext(parts: CommandParts): CommandContext {
  const { settings, service, streams, lifecycle } = parts;
  const patiently = defaultRetry(streams, service, settings);
  let tokens = 0;

  const asking =
    <T>(read: (answer: ObservableInput<unknown>) => ObservableInput<T>) =>
    (operation: Operation, request: object, options: AuthorizedCallOptions = patiently) => {
      const api = settings.api as unknown as Record<string, (given: object) => ObservableInput<T>>;
      const attempt = (ConnectionToken: string) =>
        defer(() => read(api[operation]!({ ...request, ConnectionToken })));
      return service.call(operationName(operation), attempt, options);
    };

  const begun: CommandContext['begun'] = (act, make) => {
    try {
      const work$ = make(argumentsOf(act));
      return defer(() => {
        const refusal = refusalIn(streams.state, act);
        return refusal ? throwError(() => refusal) : work$;
      });
    } catch (error) {
      return throwError(() => error);
    }
  };

  return {
    ...parts,
    api: settings.api,
    call: service.call,
    ask: asking((answer) => answer) as CommandContext['ask'],
    tell: asking(acknowledged),
    patiently,
    refused$: untilTerminal(streams).pipe(ignoreElements()),
    sendable$: sendable(streams, service),
    newToken: () => uuid(settings.random, ++tokens),
    begun,
    command: (act, make) => {
      const stopped$ = lifecycle.stop$.pipe(
        map((code) => {
          throw over(code, act);
        }),
      );
      return begun(act, (check) =>
        make(check).pipe(
          catchError((error: unknown) => {
            // The chat is over, though its last items are still being fetched.
            throw lifecycle.hasBegun && isRefusal(error) ? over('Ended', act) : error;
          }),
          takeUntil(stopped$),
        ),
      );
    },
  };
}

const isRefusal = (error: unknown) => error instanceof ChatError && error.code === 'AccessDenied';

const acknowledged = (answer: ObservableInput<unknown>): Observable<object> =>
  from(answer).pipe(
    defaultIfEmpty(undefined),
    map(() => ({})),
  );

/** Why `act` can't succeed in `state`, if that is so. */
function refusalIn({ status }: ConnectionState, act: string): ChatError | undefined {
  switch (status) {
    case 'idle':
    case 'failed':
      return new ChatError('NotConnected', `cannot ${act}: connect() has no subscriber`);
    case 'closed':
      return over('NotConnected', act);
    case 'ended':
      return over('Ended', act);
    default:
      return undefined;
  }
}

const over = (code: 'NotConnected' | 'Ended', act: string) =>
  new ChatError(code, `cannot ${act}: the chat ${code === 'Ended' ? 'has ended' : 'was closed'}`);
