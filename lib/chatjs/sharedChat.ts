import { defer, type Observable, of, Subject } from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatOptions,
  type ConnectionState,
  type CreateParticipantConnectionAnswer,
  type ParticipantApi,
} from '../lite.js';
import { connectionDetails } from './connectionDetails.js';
import type { ConnectionDetails } from './details.js';
import { createLatestAnswer, type LatestAnswer } from './latestAnswer.js';
import { type Observed, observedApi, observedTokens } from './observedApi.js';

type TokenSource = ChatOptions['getConnectionToken'];

/** The chat of one participant in one contact, with what its sessions read of the service's answers. */
export interface SharedChat {
  readonly chat: Chat;
  readonly latest: LatestAnswer;
  /**
   * How each request for a connection went; first of all the one that has succeeded, if the chat is
   * connected. Never completes, never errors.
   */
  readonly entrance$: Observable<Observed>;
  readonly connection: () => ConnectionDetails | undefined;
  /** Whether the chat has ended or been closed. */
  readonly isOver: () => boolean;
  readonly close: () => void;
}

/** What a {@link SharedChat} is made of. */
export interface SharedChatParts {
  readonly api: ParticipantApi;
  readonly getConnectionToken: TokenSource;
  readonly makeChat: (api: ParticipantApi, getConnectionToken: TokenSource) => Chat;
}

const OVER: ReadonlySet<ConnectionState['status']> = new Set(['ended', 'closed']);
/** Statuses of a chat that the service has not let in. */
const OUTSIDE: ReadonlySet<ConnectionState['status']> = new Set(['idle', 'failed', ...OVER]);

export function createSharedChat({
  api,
  getConnectionToken,
  makeChat,
}: SharedChatParts): SharedChat {
  const { latest, keep } = createLatestAnswer();
  const asked$ = new Subject<Observed>();
  let letInBy: Observed | undefined;
  let connection: ConnectionDetails | undefined;

  const observe = (observed: Observed) => {
    keep(observed);
    const { operation, answer } = observed;
    if (operation !== 'createParticipantConnection' && operation !== 'getConnectionToken') return;
    if (answer) connection = connectionDetails(connection, observed);
    const error = lacksToken(observed) ? new ChatError(...NO_TOKEN) : observed.error;
    if (error === undefined) letInBy = observed;
    asked$.next({ ...observed, error });
  };
  const chat = makeChat(
    observedApi(api, observe),
    getConnectionToken && observedTokens(getConnectionToken, observe),
  );
  let status: ConnectionState['status'] = 'idle';
  const watching = chat.connectionState$.subscribe({
    next: (state) => {
      ({ status } = state);
      if (OUTSIDE.has(status)) letInBy = undefined;
    },
    error: () => undefined, // it has none
  });

  return {
    chat,
    latest,
    entrance$: defer(() => (letInBy ? of(letInBy) : asked$)),
    connection: () => connection,
    isOver: () => OVER.has(status),
    close: () => {
      chat.close();
      watching.unsubscribe();
    },
  };
}

const NO_TOKEN = ['Service', 'cannot connect: the answer has no connection token'] as const;

/** Whether the service was asked for a connection token and has answered without one. */
const lacksToken = ({ request, answer }: Observed): boolean =>
  Array.isArray(request.Type) &&
  request.Type.includes('CONNECTION_CREDENTIALS') &&
  answer !== undefined &&
  !(answer as CreateParticipantConnectionAnswer).ConnectionCredentials?.ConnectionToken;
