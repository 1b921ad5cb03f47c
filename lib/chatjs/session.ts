import { merge, Subject, Subscription, tap } from 'rxjs';
import type { Chat, ConnectionState } from '../lite.js';
import { IllegalArgument } from './errors.js';
import type { ConnectArgs } from './args.js';
import type { ChatClient } from './chatClient.js';
import type { Membership } from './chatPool.js';
import { createCommands } from './commands.js';
import { createConnecting } from './connecting.js';
import { connectionStatus } from './connectionStatus.js';
import { type ChatDetails, withHiddenTokens } from './details.js';
import type { Environment } from './environment.js';
import { EVENT_NAMES, HANDLER_METHODS } from './eventNames.js';
import type { HandlerMethods } from './events.js';
import { createHandlers } from './handlers.js';
import type { Logger } from './logManager.js';
import { notifications, type Tell } from './notify.js';
import type { ChatController } from './sessionTypes.js';
import { serialized, type TranscriptItem, transcriptUpdates } from './transcript.js';

/** What a session is made of. */
export interface SessionParts {
  /** Joins the chat that it shares with the other sessions of the same chat details. */
  readonly join: () => Membership;
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

/** A session of a chat: handlers and promises instead of streams. After `reset()`, it joins again. */
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
        return Promise.resolve();
      },
    } as unknown as ChatController,
    { chat: { get: () => life.chat }, controller: { get: () => session } },
  );
  return session;
}

/** A session until it is reset. */
function createLife({ join, client, receiptsEnabled, scheduler, log }: SessionParts): {
  readonly chat: Chat;
  readonly methods: Methods;
} {
  const handlers = createHandlers(scheduler, log);
  const left$ = new Subject<void>();
  const { chat, latest, entrance$, connection, leave } = join();

  const { contactId, initialContactId = contactId, participantId, participantToken } = chat.details;
  const detailsWith = (connectionDetails: ChatDetails['connectionDetails']): ChatDetails => ({
    initialContactId,
    contactId,
    participantId,
    participantToken: participantToken || undefined,
    connectionDetails,
  });
  const connectionNow = () =>
    connecting.isAsked() ? (connection() as ChatDetails['connectionDetails']) : undefined;
  const getChatDetails = () => detailsWith(connectionNow());
  /** What events carry, as long as the connection is the same: to hide tokens costs more than the rest of an event. */
  let shown: { readonly of: unknown; readonly chatDetails: ChatDetails } | undefined;
  const shownDetails = (): ChatDetails => {
    const of = connectionNow();
    if (shown?.of !== of) shown = undefined;
    return (shown ??= { of, chatDetails: withHiddenTokens(detailsWith(of)) }).chatDetails;
  };
  const tell: Tell = (name, fields) => {
    handlers.emit(name, { ...fields, chatDetails: shownDetails() });
  };
  const connecting = createConnecting(chat, entrance$, log);
  let state: ConnectionState = { status: 'idle' };
  /** Nothing of a chat that other sessions have connected, until this one is. */
  const follow$ = merge(
    notifications(chat, tell, connecting.result),
    chat.connectionState$.pipe(
      tap((present) => {
        state = present;
      }),
    ),
  );
  let telling = Subscription.EMPTY;

  const pages = new Map<string, TranscriptItem>();
  const read$ = new Subject<void>();
  /** For what is older than this session has: other sessions of the chat go back by themselves. */
  let olderToken: unknown;
  let following = Subscription.EMPTY;
  const follow = () => {
    const updates$ = transcriptUpdates(chat, pages, read$);
    following = updates$
      .pipe(
        tap((transcript) => {
          olderToken ??= latest('getTranscript', 'BACKWARD').NextToken;
          const data = {
            transcript,
            ...(olderToken !== undefined && { previousTranscriptNextToken: olderToken }),
          };
          if (transcript.length > 0) tell('onTranscriptUpdated', { data });
        }),
      )
      .subscribe();
  };

  const handlerMethods = Object.fromEntries(
    HANDLER_METHODS.map((name) => [name, (handler: never) => handlers.on(name, handler)]),
  ) as unknown as HandlerMethods;
  const onEach: HandlerMethods = {
    ...handlerMethods,
    onTranscriptUpdated: (handler) => {
      if (following.closed) follow();
      return handlers.on('onTranscriptUpdated', handler);
    },
  };

  return {
    chat,
    methods: {
      ...createCommands({
        chat,
        latest,
        client,
        receiptsEnabled,
        left$,
        isConnectAsked: connecting.isAsked,
        connectionToken: () => connection()?.connectionToken ?? null,
        readPage: (rows, token) => {
          olderToken = token ?? olderToken;
          for (const row of rows) {
            if (row.Id && row.Type !== 'MESSAGE_METADATA')
              pages.set(row.Id, serialized({ ...row }));
          }
          read$.next();
        },
      }),
      ...onEach,
      subscribe: (eventName, callback) => {
        if (typeof eventName !== 'string') throw new IllegalArgument('eventName is not a string');
        if (typeof callback !== 'function') throw new IllegalArgument('callback is not a function');
        // Of other names, amazon-connect-chatjs emits nothing.
        const name = HANDLER_METHODS.find((method) => EVENT_NAMES[method] === eventName);
        if (name) onEach[name](callback);
      },
      connect: ((args?: ConnectArgs) => {
        const connected = connecting.connect(args);
        if (telling.closed && connecting.isAsked()) telling = follow$.subscribe();
        return connected;
      }) as ChatController['connect'],
      getChatDetails,
      getConnectionStatus: () => connectionStatus(state),
      cleanUp: () => {
        handlers.drop();
        following.unsubscribe();
        left$.next();
        connecting.leave();
        leave();
        telling.unsubscribe();
      },
      cleanUpOnParticipantDisconnect: handlers.drop,
    },
  };
}
