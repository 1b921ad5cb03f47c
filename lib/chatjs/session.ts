import { merge, Subject, Subscription, tap } from 'rxjs';
import type { Chat, ChatOptions, ConnectionState, ParticipantApi, WireItem } from '../lite.js';
import type { ChatClient } from './chatClient.js';
import { createCommands } from './commands.js';
import { createConnecting } from './connecting.js';
import { connectionDetails } from './connectionDetails.js';
import { connectionStatus } from './connectionStatus.js';
import { type ChatDetails, type ConnectionDetails, withHiddenTokens } from './details.js';
import type { Environment } from './environment.js';
import type { HandlerMethods } from './events.js';
import { createHandlers } from './handlers.js';
import { HANDLER_METHODS } from './itemEvents.js';
import { createLatestAnswer } from './latestAnswer.js';
import type { Logger } from './logManager.js';
import { notifications, type Tell } from './notify.js';
import { type Observed, observedApi, observedTokens } from './observedApi.js';
import type { ChatController } from './sessionTypes.js';
import { transcriptUpdates } from './transcript.js';

type TokenSource = ChatOptions['getConnectionToken'];

/** What a session is made of. */
export interface SessionParts {
  readonly api: ParticipantApi;
  readonly getConnectionToken: TokenSource;
  readonly makeChat: (api: ParticipantApi, getConnectionToken: TokenSource) => Chat;
  readonly client: ChatClient | undefined;
  readonly receiptsEnabled: () => boolean;
  readonly scheduler: Environment['scheduler'];
  readonly log: Logger;
}

type Methods = Omit<
  ChatController,
  'chat' | 'controller' | 'contactId' | 'initialContactId' | 'participantId' | 'reset'
>;
type Method = (...args: readonly unknown[]) => unknown;

/** A session over a chat: callbacks and promises in place of its streams. After `reset()`, over another. */
export function createSession(parts: SessionParts): ChatController {
  let life = createLife(parts);
  const { contactId, initialContactId, participantId } = life.chat.details;
  const method = (name: string) => (life.methods as unknown as Record<string, Method>)[name]!;
  const methods = Object.keys(life.methods).map((name): [string, Method] => [
    name,
    (...args) => method(name)(...args),
  ]);
  const session = Object.defineProperties(
    {
      ...Object.fromEntries(methods),
      contactId,
      initialContactId,
      participantId,
      reset: () => {
        life.methods.cleanUp();
        life = createLife(parts);
      },
    } as unknown as ChatController,
    { chat: { get: () => life.chat }, controller: { get: () => session } },
  );
  return session;
}

/** A session until it is reset. */
function createLife({
  api,
  getConnectionToken,
  makeChat,
  client,
  receiptsEnabled,
  scheduler,
  log,
}: SessionParts): { readonly chat: Chat; readonly methods: Methods } {
  const handlers = createHandlers(scheduler);
  const { latest, keep } = createLatestAnswer();
  const entrance$ = new Subject<Observed>();
  let connection: ConnectionDetails | undefined;

  const hear = (observed: Observed) => {
    keep(observed);
    const { operation, answer } = observed;
    if (operation !== 'createParticipantConnection' && operation !== 'getConnectionToken') return;
    if (answer) connection = connectionDetails(connection, observed);
    entrance$.next(observed);
  };
  const chat = makeChat(
    observedApi(api, hear),
    getConnectionToken && observedTokens(getConnectionToken, hear),
  );

  const { contactId, initialContactId = contactId, participantId, participantToken } = chat.details;
  const getChatDetails = (): ChatDetails => ({
    initialContactId,
    contactId,
    participantId,
    participantToken: participantToken || undefined,
    connectionDetails: connection,
  });
  const tell: Tell = (name, fields) => {
    handlers.emit(name, { ...fields, chatDetails: withHiddenTokens(getChatDetails()) });
  };
  const connecting = createConnecting(chat, entrance$, log);
  let state: ConnectionState = { status: 'idle' };
  const telling = merge(
    notifications(chat, tell, connecting.result),
    chat.connectionState$.pipe(
      tap((present) => {
        state = present;
      }),
    ),
  ).subscribe();

  const pages = new Map<string, WireItem>();
  const read$ = new Subject<void>();
  let following = Subscription.EMPTY;
  const follow = () => {
    const updates$ = transcriptUpdates(chat, pages, read$);
    following = updates$
      .pipe(
        tap((transcript) => {
          const { NextToken } = latest('getTranscript', 'BACKWARD');
          const data = {
            transcript,
            ...(NextToken !== undefined && { previousTranscriptNextToken: NextToken }),
          };
          if (transcript.length > 0) tell('onTranscriptUpdated', { data });
        }),
      )
      .subscribe();
  };

  const handlerMethods = Object.fromEntries(
    HANDLER_METHODS.map((name) => [name, (handler: never) => handlers.on(name, handler)]),
  ) as unknown as HandlerMethods;

  return {
    chat,
    methods: {
      ...createCommands({
        chat,
        latest,
        client,
        receiptsEnabled,
        connectionToken: () => connection?.connectionToken ?? '',
        readPage: (rows) => {
          for (const row of rows) {
            if (row.Id && row.Type !== 'MESSAGE_METADATA') pages.set(row.Id, row);
          }
          read$.next();
        },
      }),
      ...handlerMethods,
      onTranscriptUpdated: (handler) => {
        if (following.closed) follow();
        return handlers.on('onTranscriptUpdated', handler);
      },
      connect: connecting.connect as ChatController['connect'],
      getChatDetails,
      getConnectionStatus: () => connectionStatus(state),
      cleanUp: () => {
        handlers.drop();
        following.unsubscribe();
        connecting.leave();
        chat.close();
        telling.unsubscribe();
      },
      cleanUpOnParticipantDisconnect: handlers.drop,
    },
  };
}
