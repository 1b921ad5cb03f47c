import { defer, from, map, type Observable } from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatErrorCode,
  createChat,
  type ParticipantApi,
  type WebSocketManager,
} from '../lite.js';

/** What is used of a session of amazon-connect-chatjs; its methods answer what it answers. */
export interface ForeignSession {
  getChatDetails(): {
    readonly contactId: string;
    readonly initialContactId?: string;
    readonly participantId: string;
  };
  readonly connect: ForeignMethod;
  readonly sendMessage: ForeignMethod;
  readonly sendEvent: ForeignMethod;
  readonly getTranscript: ForeignMethod;
  readonly getAttachmentURL: ForeignMethod;
  readonly describeView: ForeignMethod;
  readonly getAuthenticationUrl: ForeignMethod;
  readonly cancelParticipantAuthentication: ForeignMethod;
  readonly disconnectParticipant?: ForeignMethod;
}

type ForeignMethod = (args: never) => Promise<unknown>;

const ITEM_HANDLERS = [
  ...['onMessage', 'onTyping', 'onReadReceipt', 'onDeliveredReceipt', 'onParticipantIdle'],
  ...['onParticipantReturned', 'onParticipantInvited', 'onAutoDisconnection', 'onChatRehydrated'],
  ...['onParticipantDisplayNameUpdated', 'onAuthenticationInitiated', 'onAuthenticationSuccessful'],
  ...['onAuthenticationFailed', 'onAuthenticationTimeout', 'onAuthenticationExpired'],
  'onAuthenticationCanceled',
];

/**
 * The reactive API over a session of amazon-connect-chatjs, not connected yet, for those who cannot
 * switch at once. The session keeps the socket and the tokens; what it misses while its socket is away
 * is fetched through it. Its handlers cannot be removed, so make one chat of one session.
 *
 * What amazon-connect-chatjs has no method for errs with `Unsupported`: the upload of attachments goes
 * by the session's own `sendAttachment`.
 */
export function fromChatSession(session: ForeignSession): Chat {
  const { contactId, initialContactId = contactId, participantId } = session.getChatDetails();
  return createChat({
    chatDetails: { contactId, initialContactId, participantId, participantToken: 'kept there' },
    type: session.disconnectParticipant ? 'CUSTOMER' : 'AGENT',
    api: apiOf(session),
    webSocketManager: managerOf(session as unknown as Record<string, Subscribe | undefined>),
  });
}

type Subscribe = (handler: (event: { readonly data?: unknown }) => void) => unknown;

/** The session's handlers, as a manager whose one contact is the session's. */
function managerOf(session: Readonly<Record<string, Subscribe | undefined>>): WebSocketManager {
  return {
    subscribeTopics: () => undefined,
    onMessage: (topic, callback) => {
      for (const name of ITEM_HANDLERS) {
        session[name]?.(({ data }) => {
          // A streamed message comes joined as far as it is; only the whole one is the same here.
          const { MessageMetadata } = Object(data) as {
            MessageMetadata?: { MessageCompleted?: boolean };
          };
          if (data && MessageMetadata?.MessageCompleted !== false) {
            callback({ topic, content: JSON.stringify(data) });
          }
        });
      }
    },
    onConnectionGain: (callback) => session.onConnectionEstablished?.(() => callback()),
    onConnectionLost: (callback) => session.onConnectionLost?.(() => callback()),
    onInitFailure: (callback) => session.onConnectionBroken?.(() => callback()),
    onDeepHeartbeatSuccess: (callback) => session.onDeepHeartbeatSuccess?.(() => callback()),
    onDeepHeartbeatFailure: (callback) => session.onDeepHeartbeatFailure?.(() => callback()),
  };
}

/** The session's methods, as the port that a chat asks. */
function apiOf(session: ForeignSession): ParticipantApi {
  let connected: Promise<unknown> | undefined;
  const ask = <T>(
    method: Exclude<keyof ForeignSession, 'getChatDetails'>,
    args: object = {},
  ): Observable<T> =>
    defer(() => {
      const call = session[method] as
        ((this: object, given: object) => Promise<unknown>) | undefined;
      if (!call) throw new ChatError('Unsupported', `the session has no ${method}`);
      return from(
        call.call(session, args).catch((error: unknown) => Promise.reject(failure(error))),
      );
    }).pipe(map((answer) => ((answer as { data?: T } | undefined)?.data ?? answer ?? {}) as T));
  const unsupported = () => {
    throw new ChatError('Unsupported', "send attachments by the session's own sendAttachment");
  };
  return {
    createParticipantConnection: () =>
      defer(() => (connected ??= session.connect({} as never))).pipe(
        map(() => ({ ConnectionCredentials: { ConnectionToken: 'kept there' } })),
      ),
    sendMessage: ({ Content, ContentType, ClientToken }) =>
      ask('sendMessage', { message: Content, contentType: ContentType, clientToken: ClientToken }),
    sendEvent: ({ Content, ContentType, ClientToken }) =>
      ask('sendEvent', { content: Content, contentType: ContentType, clientToken: ClientToken }),
    getTranscript: ({
      ContactId,
      MaxResults,
      NextToken,
      ScanDirection,
      SortOrder,
      StartPosition,
    }) =>
      ask('getTranscript', {
        contactId: ContactId,
        maxResults: MaxResults,
        nextToken: NextToken,
        scanDirection: ScanDirection,
        sortOrder: SortOrder,
        startPosition: StartPosition && {
          id: StartPosition.Id,
          absoluteTime: StartPosition.AbsoluteTime,
          mostRecent: StartPosition.MostRecent,
        },
      }),
    disconnectParticipant: () => ask('disconnectParticipant'),
    getAttachment: ({ AttachmentId }) =>
      ask<string>('getAttachmentURL', { attachmentId: AttachmentId }).pipe(map((Url) => ({ Url }))),
    describeView: ({ ViewToken }) => ask('describeView', { viewToken: ViewToken }),
    getAuthenticationUrl: ({ RedirectUri, SessionId }) =>
      ask('getAuthenticationUrl', { redirectUri: RedirectUri, sessionId: SessionId }),
    cancelParticipantAuthentication: ({ SessionId }) =>
      ask('cancelParticipantAuthentication', { sessionId: SessionId }),
    startAttachmentUpload: unsupported,
    completeAttachmentUpload: unsupported,
  };
}

/** What a session of amazon-connect-chatjs rejects with, as an error of this library. */
function failure(rejection: unknown): ChatError {
  const { statusCode, type } = Object(rejection) as { statusCode?: number; type?: string };
  const code =
    CODES[statusCode ?? 0] ?? (statusCode && statusCode < 500 ? 'Validation' : 'Service');
  return new ChatError(
    statusCode === undefined ? 'Network' : code,
    `the session rejects: ${type ?? 'no connection'}`,
    { statusCode },
  );
}

const CODES: Readonly<Record<number, ChatErrorCode>> = {
  402: 'QuotaExceeded',
  403: 'AccessDenied',
  404: 'NotFound',
  409: 'Conflict',
  429: 'Throttled',
};
