import { BehaviorSubject, merge, Subject, Subscription, tap } from 'rxjs';
import type { Chat, ChatOptions, ConnectionState, ParticipantApi } from '../lite.js';
import { createAnswerStore } from './answerStore.js';
import type { ChatClient } from './chatClient.js';
import { createCommands } from './commands.js';
import { createConnecting } from './connecting.js';
import { connectionStatus } from './connectionStatus.js';
import { reduceConnection } from './connectionStore.js';
import type { SessionContext } from './context.js';
import {
  type ChatDetails,
  type CheckedDetails,
  type ConnectionDetails,
  withHiddenTokens,
} from './details.js';
import type { Environment } from './environment.js';
import type { HandlerMethods } from './events.js';
import { createHandlers, type Handlers } from './handlers.js';
import { HANDLER_METHODS } from './itemEvents.js';
import type { Logger } from './logManager.js';
import { notifications } from './notify.js';
import { type Observed, observedApi, observedTokens } from './observedApi.js';
import type { ChatController } from './sessionTypes.js';
import { type Pages, transcriptUpdates, withPage } from './transcript.js';

type TokenSource = NonNullable<ChatOptions['getConnectionToken']>;

/** What a session is made of. */
export interface SessionParts {
  readonly details: CheckedDetails;
  readonly api: ParticipantApi;
  readonly makeChat: (api: ParticipantApi, getConnectionToken: TokenSource | undefined) => Chat;
  readonly client: ChatClient | undefined;
  readonly receiptsEnabled: () => boolean;
  readonly environment: Environment;
  readonly log: Logger;
}

/** A session over a chat: callbacks and promises in place of its streams. */
export function createSession(parts: SessionParts): ChatController {
  const { details, api, makeChat, environment, log } = parts;
  const observed$ = new Subject<Observed>();
  const answers = createAnswerStore();
  const handlers = createHandlers(environment.scheduler);
  let connection: ConnectionDetails | undefined;
  let olderToken: string | undefined;
  const hear = (observed: Observed) => {
    const { operation, request, answer } = observed;
    connection = reduceConnection(connection, observed);
    answers.keep(observed);
    if (operation === 'getTranscript' && request.ScanDirection === 'BACKWARD' && answer) {
      olderToken = answer.NextToken as string | undefined;
    }
    observed$.next(observed);
  };
  const heardApi = observedApi(api, hear);
  const { getConnectionToken } = details;
  const newChat = () =>
    makeChat(heardApi, getConnectionToken && observedTokens(getConnectionToken, hear));

  const chatDetails = (): ChatDetails => ({
    initialContactId: details.initialContactId,
    contactId: details.contactId,
    participantId: details.participantId,
    participantToken: details.participantToken,
    connectionDetails: connection,
  });

  const pages$ = new BehaviorSubject<Pages>(new Map());
  let chat = newChat();
  let telling = Subscription.EMPTY;
  let state: ConnectionState = { status: 'idle' };
  let tellingTranscript = Subscription.EMPTY;
  const context: SessionContext = {
    chat: () => chat,
    handlers,
    log,
    observed$: observed$.asObservable(),
    answers,
    details: chatDetails,
    connected: () => connecting.result(),
    receiptsEnabled: parts.receiptsEnabled,
    client: parts.client,
    readPage: (rows) => {
      pages$.next(withPage(pages$.value, rows));
    },
    connectionToken: () => connection?.connectionToken ?? '',
  };
  const { anew, ...commands } = createCommands(context);
  const connecting = createConnecting(context);
  const tell = () => {
    const state$ = chat.connectionState$.pipe(
      tap((present) => {
        state = present;
      }),
    );
    telling = merge(state$, notifications(context)).subscribe();
  };
  tell();

  /** The transcript is followed once somebody asks for it. */
  const tellTranscript = () => {
    if (!tellingTranscript.closed) return;
    tellingTranscript = transcriptUpdates(chat, pages$, () => olderToken)
      .pipe(
        tap((data) => {
          const event = { data, chatDetails: withHiddenTokens(chatDetails()) };
          if (data.transcript.length > 0) handlers.emit('onTranscriptUpdated', event);
        }),
      )
      .subscribe();
  };

  const cleanUp = () => {
    handlers.drop();
    tellingTranscript.unsubscribe();
    connecting.leave();
    chat.close();
  };

  const session: ChatController = {
    ...(commands as Pick<ChatController, keyof typeof commands>),
    ...handlerMethods(handlers),
    onTranscriptUpdated: (handler) => {
      const off = handlers.on('onTranscriptUpdated', handler);
      tellTranscript();
      return off;
    },
    connect: connecting.connect as ChatController['connect'],
    getChatDetails: chatDetails,

    get chat() {
      return chat;
    },

    get controller() {
      return session;
    },
    contactId: details.contactId,
    initialContactId: details.initialContactId,
    participantId: details.participantId,
    getConnectionStatus: () => connectionStatus(state),

    cleanUp,
    cleanUpOnParticipantDisconnect: () => {
      handlers.drop();
    },
    reset: () => {
      cleanUp();
      telling.unsubscribe();
      connection = olderToken = undefined;
      pages$.next(new Map());
      chat = newChat();
      anew();
      tell();
    },
  };
  return session;
}

const handlerMethods = ({ on }: Handlers) =>
  Object.fromEntries(
    HANDLER_METHODS.map((name) => [name, (handler: (event: never) => void) => on(name, handler)]),
  ) as unknown as HandlerMethods;
