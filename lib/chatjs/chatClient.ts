import { catchError, defer, from, map, type Observable, throwError } from 'rxjs';
import { ChatError, errorFromAnswer, type ParticipantApi } from '../lite.js';

/** What a method of a {@link ChatClient} answers: the service's answer, PascalCase. */
export type ChatClientAnswer = Promise<{ readonly data?: unknown }>;

/** Arguments of {@link ChatClient.getTranscript}. */
export interface ChatClientTranscriptArgs {
  readonly contactId?: string | undefined;
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  readonly scanDirection?: 'FORWARD' | 'BACKWARD' | undefined;
  readonly sortOrder?: 'ASCENDING' | 'DESCENDING' | undefined;
  readonly startPosition?:
    | {
        readonly id?: string | undefined;
        readonly absoluteTime?: string | undefined;
        readonly mostRecent?: number | undefined;
      }
    | undefined;
}

/**
 * Serves a session instead of the Participant Service, for example through a backend that keeps the
 * tokens. Extend it: the first five methods are needed, the others where a page uses them.
 */
export abstract class ChatClient {
  abstract createParticipantConnection(
    participantToken: string | undefined,
    type: readonly string[] | undefined,
    acknowledgeConnection: boolean | undefined,
  ): ChatClientAnswer;
  abstract disconnectParticipant(connectionToken: string): ChatClientAnswer;
  abstract sendMessage(
    connectionToken: string,
    content: string,
    contentType: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract sendEvent(
    connectionToken: string,
    contentType: string,
    content?: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract getTranscript(connectionToken: string, args: ChatClientTranscriptArgs): ChatClientAnswer;

  sendAttachment(_connectionToken: string, _file: File, _metadata?: unknown): ChatClientAnswer {
    return missing('sendAttachment');
  }
  downloadAttachment(_connectionToken: string, _attachmentId: string): Promise<Blob> {
    return missing('downloadAttachment');
  }
  getAttachmentURL(_connectionToken: string, _attachmentId: string): Promise<string> {
    return missing('getAttachmentURL');
  }
  describeView(_viewToken: string, _connectionToken: string): ChatClientAnswer {
    return missing('describeView');
  }
  getAuthenticationUrl(
    _connectionToken: string,
    _redirectUri: string,
    _sessionId: string,
  ): ChatClientAnswer {
    return missing('getAuthenticationUrl');
  }
  cancelParticipantAuthentication(_connectionToken: string, _sessionId: string): ChatClientAnswer {
    return missing('cancelParticipantAuthentication');
  }
}

const missing = (method: string): Promise<never> =>
  Promise.reject(new ChatError('Unsupported', `this ChatClient has no ${method}`));

/**
 * What `client` answers. A method that it lacks errs with `Unsupported`; an error with a status, of the
 * service or of a backend of the page, is that of the service.
 */
export const askClient = <T, M extends keyof ChatClient>(
  client: ChatClient,
  method: M,
  ...args: Parameters<ChatClient[M]>
): Observable<T> =>
  defer(() => {
    const ask = client[method] as ((...args: unknown[]) => Promise<T>) | undefined;
    return from(ask ? ask.apply(client, args) : missing(method));
  }).pipe(catchError((error: unknown) => throwError(() => failure(method, error))));

interface AnswerLike {
  readonly name?: string;
  readonly statusCode?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function failure(method: string, error: unknown): unknown {
  const { name: errorType, statusCode, $metadata } = Object(error) as AnswerLike;
  const status = $metadata?.httpStatusCode ?? statusCode;
  if (error instanceof ChatError || status === undefined) return error;
  return errorFromAnswer(method, { statusCode: status, errorType, cause: error });
}

/** `client` as the port that a chat asks. */
export function chatClientApi(client: ChatClient): ParticipantApi {
  const data = <T, M extends keyof ChatClient>(method: M, ...args: Parameters<ChatClient[M]>) =>
    askClient<{ readonly data?: unknown } | undefined, M>(client, method, ...args).pipe(
      map((answer) => (answer?.data ?? {}) as T),
    );
  const attachments = () => missing('attachments through the port');
  return {
    createParticipantConnection: ({ ParticipantToken, Type, ConnectParticipant }) =>
      data('createParticipantConnection', ParticipantToken || undefined, Type, ConnectParticipant),
    disconnectParticipant: ({ ConnectionToken }) => data('disconnectParticipant', ConnectionToken),
    sendMessage: ({ ConnectionToken, Content, ContentType, ClientToken }) =>
      data('sendMessage', ConnectionToken, Content, ContentType, ClientToken),
    sendEvent: ({ ConnectionToken, ContentType, Content, ClientToken }) =>
      data('sendEvent', ConnectionToken, ContentType, Content, ClientToken),
    getTranscript: ({ ConnectionToken, ...request }) =>
      data('getTranscript', ConnectionToken, transcriptArgs(request)),
    describeView: ({ ConnectionToken, ViewToken }) =>
      data('describeView', ViewToken, ConnectionToken),
    getAuthenticationUrl: ({ ConnectionToken, RedirectUri, SessionId }) =>
      data('getAuthenticationUrl', ConnectionToken, RedirectUri, SessionId),
    cancelParticipantAuthentication: ({ ConnectionToken, SessionId }) =>
      data('cancelParticipantAuthentication', ConnectionToken, SessionId),
    getAttachment: ({ ConnectionToken, AttachmentId }) =>
      askClient<string, 'getAttachmentURL'>(
        client,
        'getAttachmentURL',
        ConnectionToken,
        AttachmentId,
      ).pipe(map((Url) => ({ Url }))),
    startAttachmentUpload: attachments,
    completeAttachmentUpload: attachments,
  };
}

const transcriptArgs = (
  request: Omit<Parameters<ParticipantApi['getTranscript']>[0], 'ConnectionToken'>,
): ChatClientTranscriptArgs => ({
  contactId: request.ContactId,
  maxResults: request.MaxResults,
  nextToken: request.NextToken,
  scanDirection: request.ScanDirection,
  sortOrder: request.SortOrder,
  startPosition: request.StartPosition && {
    id: request.StartPosition.Id,
    absoluteTime: request.StartPosition.AbsoluteTime,
    mostRecent: request.StartPosition.MostRecent,
  },
});
