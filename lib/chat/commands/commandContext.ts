import {
  catchError,
  defaultIfEmpty,
  defer,
  filter,
  from,
  ignoreElements,
  map,
  type Observable,
  type ObservableInput,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { ConnectionState } from '../../connection/index.js';
import type { Ledger, OlderPages } from '../../inbox/index.js';
import type { ReadMarks } from '../../outbox/index.js';
import { type CallOptions, ChatError, type ParticipantApi } from '../../participant/index.js';
import type { Participant } from '../../wire/index.js';
import type { AuthorizedCall } from '../authorizedCall.js';
import type { Ending } from '../ending.js';
import type { Settings } from '../resolveOptions.js';
import type { Service } from '../service.js';
import { uuid } from '../uuid.js';
import type { Views } from '../views.js';

/** What commands are made of. */
export interface CommandParts {
  readonly settings: Settings;
  readonly service: Service;
  readonly ledger: Ledger;
  readonly older: OlderPages;
  readonly readMarks: ReadMarks;
  readonly views: Views;
  readonly ending: Ending;
  /** This participant, as far as it is known. */
  readonly self: () => Participant;
}

/** What each command needs. */
export interface CommandContext extends CommandParts {
  readonly api: ParticipantApi;
  readonly call: AuthorizedCall;
  /** @see patience */
  readonly patiently: CallOptions;
  /** Errors when nothing can be sent any more; emits nothing. */
  readonly refused$: Observable<never>;
  /** A new ClientToken. */
  readonly newToken: () => string;
  /** A command as it is handed out: refused at once where it can't succeed, and at the end. */
  readonly command: <T>(act: string, work$: Observable<T>) => Observable<T>;
  /** The same for work that errs at the end by itself. */
  readonly begun: <T>(act: string, work$: Observable<T>) => Observable<T>;
}

/** How often a command is tried again. */
const MAX_RETRIES = 4;

/** How the connection is; errors when nothing can be sent any more. */
const hopeful = ({ streams: { connectionState$ } }: Views): Observable<ConnectionState> =>
  connectionState$.pipe(
    tap((state) => {
      const refusal = refusalIn(state, 'wait for the connection');
      if (refusal) throw refusal;
    }),
  );

/** Waits for the connection, and tries again what that can cure. */
export const patience = (views: Views): CallOptions => ({
  maxRetries: MAX_RETRIES,
  ready$: hopeful(views).pipe(
    filter(({ status }) => status === 'connected'),
    take(1),
  ),
});

export function commandContext(parts: CommandParts): CommandContext {
  const { settings, service, views, ending } = parts;
  let tokens = 0;

  const begun: CommandContext['begun'] = (act, work$) =>
    defer(() => {
      const refusal = refusalIn(views.state(), act);
      return refusal ? throwError(() => refusal) : work$;
    });

  return {
    ...parts,
    api: settings.api,
    call: service.call,
    patiently: patience(views),
    refused$: hopeful(views).pipe(ignoreElements()),
    newToken: () => uuid(settings.random, ++tokens),
    begun,
    command: (act, work$) => {
      const stopped$ = ending.stop$.pipe(
        map((code) => {
          throw over(code, act);
        }),
      );
      // Who has left is let in no more, though the service has not said yet that the chat is over.
      const told$ = work$.pipe(
        catchError((error: unknown) =>
          throwError(() => (ending.isExpected && isRefusal(error) ? over('Ended', act) : error)),
        ),
        takeUntil(stopped$),
      );
      return begun(act, told$);
    },
  };
}

const isRefusal = (error: unknown) => error instanceof ChatError && error.code === 'AccessDenied';

/** An answer in which nothing is looked for, so that it may be empty or missing. */
export const acknowledged = (answer: ObservableInput<unknown>): Observable<object> =>
  from(answer).pipe(
    defaultIfEmpty(undefined),
    map(() => ({})),
  );

/** The command that `make` gives, or one that errors with what `make` throws. */
export function checked<T>(make: () => Observable<T>): Observable<T> {
  try {
    return make();
  } catch (error) {
    return throwError(() => error);
  }
}

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
