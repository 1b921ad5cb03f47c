import {
  defer,
  EMPTY,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  type Observable,
  race,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import {
  type ConnectionState,
  createCredentials,
  type EndReason,
  type GrantType,
} from '../connection/index.js';
import { createLedger, type GetPage } from '../inbox/index.js';
import { checkMessage, createOutbox, type OutgoingMessage, throttled } from '../outbox/index.js';
import {
  answeredInTime,
  ChatError,
  createCaller,
  type ParticipantApi,
} from '../participant/index.js';
import { type ChatItem, decodeItem, eventType } from '../wire/index.js';
import type { Chat } from './chat.js';
import { authorizedCall } from './chatCalls.js';
import type { ChatOptions } from './chatOptions.js';
import { createEnding } from './ending.js';
import { createLink } from './link.js';
import { resolveOptions, type Settings } from './resolveOptions.js';
import { uuid } from './uuid.js';
import { createViews } from './views.js';

/** How often a command is tried again. */
const COMMAND_RETRIES = 4;
/** How long the service may take to say that a chat has ended that one has left, in milliseconds. */
const LEAVING_MS = 5_000;

/**
 * A chat out of its options and the API that serves where the options name none. It opens nothing
 * until it is connected.
 *
 * @throws ChatError `InvalidArgument`, naming the option.
 */
export function composeChat(
  options: ChatOptions,
  defaultApi: (endpoint: string) => ParticipantApi,
): Chat {
  const settings = resolveOptions(options, defaultApi);
  const { details, api, type, scheduler, random, log } = settings;
  const self = details.participantId;
  let tokens = 0;
  const newToken = () => uuid(random, ++tokens);

  const views = createViews(settings);
  const ending = createEnding((reason) => {
    views.setState(reason ? { status: 'ended', reason } : { status: 'closed' });
    if (reason) views.ended({ reason, time: new Date(scheduler.now()) });
    views.complete();
  });

  let selfName = '';
  const ledger = createLedger(self, ({ changes, arrived }) => {
    for (const { entry } of changes) {
      if (entry.item.participant.id === self) {
        selfName = entry.item.participant.displayName || selfName;
      }
    }
    views.transcript.apply(changes);
    for (const item of arrived) {
      views.arrived(item);
      const reason = endReason(item, settings);
      if (reason) ending.begin(reason);
    }
  });

  const call = createCaller({
    report: (report) => {
      views.metric({ type: 'api', ...report });
      log.debug('called the service', report);
    },
    limiter: settings.limiter,
    random,
    scheduler,
  });
  const credentials = createCredentials(
    (types) =>
      call('CreateParticipantConnection', () => createConnection(types), 0).pipe(
        tap({ error: refused }),
      ),
    scheduler,
  );
  const createConnection = (Type: readonly GrantType[]) =>
    answeredInTime(
      'CreateParticipantConnection',
      api.createParticipantConnection({
        ParticipantToken: details.participantToken,
        Type,
      }),
      scheduler,
    );
  const refused = (error: unknown) => {
    const wasLetIn = credentials.token !== undefined;
    if (wasLetIn && error instanceof ChatError && error.code === 'AccessDenied') {
      ending.begin('expired');
    }
  };
  const authorized = authorizedCall(call, credentials, scheduler);

  const getPage: GetPage = (request) =>
    authorized(
      'GetTranscript',
      (ConnectionToken) => api.getTranscript({ ...request, ConnectionToken }),
      { maxRetries: ending.hasBegun ? 0 : Infinity },
    ).pipe(
      map(({ Transcript, NextToken }) => ({
        items: (Transcript ?? []).flatMap((raw) => {
          const item = decodeItem(raw);
          if (typeof item !== 'string') return [item];
          views.metric({ type: 'bad-item', reason: item });
          log.warn('an item of the transcript cannot be read', { reason: item });
          return [];
        }),
        nextToken: NextToken,
      })),
    );

  const link$ = createLink({ settings, credentials, getPage, ledger, views, ending });

  const connected$ = views.streams.connectionState$.pipe(
    filter((state) => {
      const refusal = refusalIn(state);
      if (refusal) throw refusal;
      return state.status === 'connected';
    }),
    take(1),
  );

  /** A command as it is handed out: refused at once where it can't succeed, and at the end. */
  const command = <T>(work$: Observable<T>): Observable<T> =>
    defer(() => {
      const refusal = refusalIn(views.state());
      const stopped$ = ending.stop$.pipe(
        map((error) => {
          throw error;
        }),
      );
      return refusal ? throwError(() => refusal) : race(stopped$, work$);
    });

  const outbox = createOutbox({
    ledger,
    self: () => ({ id: self, role: type, displayName: selfName }),
    post: ({ content, contentType }, clientToken, leaves) =>
      command(
        authorized(
          'SendMessage',
          (ConnectionToken) => {
            leaves();
            return api.sendMessage({
              ConnectionToken,
              Content: content,
              ContentType: contentType,
              ClientToken: clientToken,
            });
          },
          { maxRetries: COMMAND_RETRIES, ready$: connected$ },
        ),
      ),
    scheduler,
  });

  const typing$ = throttled(
    () =>
      authorized(
        'SendEvent',
        (ConnectionToken) => api.sendEvent({ ConnectionToken, ContentType: eventType('typing') }),
        { maxRetries: 0 },
      ),
    settings.typing.throttleMs,
    scheduler,
  );

  const left$ = new Subject<void>();
  merge(
    outbox.work$,
    left$.pipe(
      switchMap(() => timer(LEAVING_MS, scheduler)),
      tap(() => {
        ending.begin('left');
      }),
    ),
  )
    .pipe(takeUntil(ending.over$))
    .subscribe();

  return {
    details,
    ...views.streams,
    connect: () => link$,
    sendMessage: (message) => {
      try {
        const sent$ = outbox.submit(checkMessage(message), tokenOf(message) ?? newToken());
        return command(sent$);
      } catch (error) {
        return throwError(() => error);
      }
    },
    sendTyping: () =>
      command(
        defer(() => (views.state().status === 'connected' ? typing$ : EMPTY)).pipe(
          ignoreElements(),
          endWith(undefined),
        ),
      ),
    disconnect: () => {
      const ClientToken = newToken();
      return command(
        authorized(
          'DisconnectParticipant',
          (ConnectionToken) => api.disconnectParticipant({ ConnectionToken, ClientToken }),
          { maxRetries: COMMAND_RETRIES, ready$: connected$ },
        ).pipe(
          map(() => undefined),
          tap(() => {
            left$.next();
          }),
        ),
      );
    },
    close: ending.close,
    [Symbol.dispose]: ending.close,
  };
}

/** Why a command can't succeed in `state`, if that is so. */
function refusalIn({ status }: ConnectionState): ChatError | undefined {
  switch (status) {
    case 'idle':
    case 'failed':
      return new ChatError('NotConnected', 'cannot do this: connect() has no subscriber');
    case 'closed':
      return new ChatError('NotConnected', 'cannot do this: the chat was closed');
    case 'ended':
      return new ChatError('Ended', 'cannot do this: the chat has ended');
    default:
      return undefined;
  }
}

/**
 * Whether `item` says that the chat is over for this participant, and why.
 *
 * Source: docs/protocol.md, "Sessions". A customer who leaves is followed by the end of the chat.
 */
function endReason(item: ChatItem, { details, type }: Settings): EndReason | undefined {
  const { contentType, participant } = item;
  if (contentType === CHAT_ENDED) return 'ended';
  if (type === 'CUSTOMER') return undefined;
  const isOwn = participant.id === details.participantId;
  if (contentType === TRANSFERRED && (isOwn || participant.id === '')) return 'transferred';
  return contentType === LEFT && isOwn ? 'left' : undefined;
}

const CHAT_ENDED = eventType('chat.ended');
const TRANSFERRED = eventType('transfer.succeeded');
const LEFT = eventType('participant.left');

const tokenOf = (message: string | OutgoingMessage) =>
  typeof message === 'string' ? undefined : message.clientToken;
