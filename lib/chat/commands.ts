import {
  defaultIfEmpty,
  defer,
  EMPTY,
  endWith,
  filter,
  from,
  ignoreElements,
  map,
  merge,
  type Observable,
  type ObservableInput,
  race,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { ConnectionState } from '../connection/index.js';
import type { Ledger } from '../inbox/index.js';
import { checkMessage, createOutbox, type Post, throttled } from '../outbox/index.js';
import { ChatError } from '../participant/index.js';
import { eventType, type Participant } from '../wire/index.js';
import type { Chat } from './chat.js';
import type { Ending } from './ending.js';
import type { Settings } from './resolveOptions.js';
import type { Service } from './service.js';
import { uuid } from './uuid.js';
import type { Views } from './views.js';

/** What the commands need. */
export interface CommandsOptions {
  readonly settings: Settings;
  readonly service: Service;
  readonly ledger: Ledger;
  readonly views: Views;
  readonly ending: Ending;
  /** This participant, as far as it is known. */
  readonly self: () => Participant;
}

/** What a participant does. */
export type Commands = Pick<Chat, 'sendMessage' | 'sendTyping' | 'disconnect'>;

/** How often a command is tried again. */
const MAX_RETRIES = 4;
/** How long the service may take to say that a chat has ended that one has left, in milliseconds. */
const LEAVING_MS = 5_000;

export function createCommands({
  settings: { api, random, scheduler, typing },
  service: { call },
  ledger,
  views,
  ending,
  self,
}: CommandsOptions): Commands {
  let tokens = 0;
  const newToken = () => uuid(random, ++tokens);

  const connected$ = views.streams.connectionState$.pipe(
    filter((state) => {
      const refusal = refusalIn(state, 'wait for the connection');
      if (refusal) throw refusal;
      return state.status === 'connected';
    }),
    take(1),
  );
  const patiently = { maxRetries: MAX_RETRIES, ready$: connected$ };

  /** A command as it is handed out: refused at once where it can't succeed, and at the end. */
  const command = <T>(act: string, work$: Observable<T>): Observable<T> =>
    defer(() => {
      const refusal = refusalIn(views.state(), act);
      const stopped$ = ending.stop$.pipe(
        map((code) => {
          throw over(code, act);
        }),
      );
      return refusal ? throwError(() => refusal) : race(stopped$, work$);
    });

  const post: Post = ({ content: Content, contentType: ContentType }, ClientToken, leaves) =>
    command(
      'send a message',
      call(
        'SendMessage',
        (ConnectionToken) => {
          leaves();
          return api.sendMessage({ ConnectionToken, Content, ContentType, ClientToken });
        },
        patiently,
      ),
    );
  const outbox = createOutbox({ ledger, post, self, scheduler });

  const typing$ = throttled(
    () =>
      call(
        'SendEvent',
        (ConnectionToken) =>
          acknowledged(api.sendEvent({ ConnectionToken, ContentType: eventType('typing') })),
        { maxRetries: 0 },
      ),
    typing.throttleMs,
    scheduler,
  );

  const hasLeft$ = new Subject<void>();
  const notTold$ = hasLeft$.pipe(
    switchMap(() => timer(LEAVING_MS, scheduler)),
    tap(() => {
      ending.begin('left');
    }),
  );
  merge(outbox.work$, notTold$).pipe(takeUntil(ending.over$)).subscribe();

  return {
    sendMessage: (message) =>
      // Checked when called, so that all subscriptions share the message and its token.
      checked(() => {
        const { clientToken = newToken(), ...checkedMessage } = checkMessage(message);
        return command('send a message', outbox.submit(checkedMessage, clientToken));
      }),
    sendTyping: () =>
      command(
        'tell of typing',
        defer(() => (views.state().status === 'connected' ? typing$ : EMPTY)).pipe(
          ignoreElements(),
          endWith(undefined),
        ),
      ),
    disconnect: () => {
      const ClientToken = newToken();
      const disconnect = (ConnectionToken: string) =>
        acknowledged(api.disconnectParticipant({ ConnectionToken, ClientToken }));
      return command(
        'leave the chat',
        call('DisconnectParticipant', disconnect, patiently).pipe(
          map(() => {
            hasLeft$.next();
          }),
        ),
      );
    },
  };
}

/** An answer in which nothing is looked for, so that it may be empty or missing. */
const acknowledged = (answer: ObservableInput<unknown>): Observable<object> =>
  from(answer).pipe(
    defaultIfEmpty(undefined),
    map(() => ({})),
  );

/** The command that `make` gives, or one that errors with what `make` throws. */
function checked<T>(make: () => Observable<T>): Observable<T> {
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
