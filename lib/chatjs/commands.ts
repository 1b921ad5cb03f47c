import { defer, firstValueFrom, map, type Observable, tap } from 'rxjs';
import { ChatError, eventType, type MessageContentType, type OutgoingMessage } from '../lite.js';
import { IllegalArgument, rejection } from './answers.js';
import type {
  AttachmentArgs,
  CancelParticipantAuthenticationArgs,
  DescribeViewArgs,
  GetAuthenticationUrlArgs,
  GetTranscriptArgs,
  SendEventArgs,
  SendMessageArgs,
} from './args.js';
import type { SessionContext } from './context.js';

const TYPING = eventType('typing');

/** The methods of a session that ask the service. */
export function createCommands({ chat, answers }: SessionContext) {
  let hasLeft = false;

  const promise = <T>(method: string, metadata: unknown, work$: Observable<T>): Promise<T> =>
    firstValueFrom(
      defer(() => {
        if (hasLeft) throw new ChatError('NotConnected', 'this participant has left the chat');
        return work$;
      }),
      { defaultValue: {} as T },
    ).catch((error: unknown) => {
      throw rejection(method, error, metadata);
    });
  const answered = <T>(method: string, metadata: unknown, work$: Observable<T>) =>
    promise(method, metadata, work$).then((data) => ({ data, metadata: metadata ?? null }));

  const typing$ = defer(() => chat().sendTyping()).pipe(map(() => answers.event(TYPING) ?? {}));

  return {
    sendMessage: ({ message, contentType, clientToken, metadata }: SendMessageArgs) => {
      if (typeof message !== 'string') {
        throw new IllegalArgument(`${String(message)} is not a valid message`);
      }
      const outgoing: OutgoingMessage = {
        content: message,
        contentType: contentType as MessageContentType,
        ...(clientToken !== undefined && { clientToken }),
      };
      return answered(
        'sendMessage',
        metadata,
        defer(() => chat().sendMessage(outgoing)).pipe(
          map(
            ({ id, time, clientToken: token }) =>
              answers.takeMessage(token) ?? { Id: id, AbsoluteTime: time.toISOString() },
          ),
        ),
      );
    },

    sendEvent: ({ contentType, content, clientToken, metadata }: SendEventArgs) => {
      const Content = contentText(content);
      const event$ = defer(() =>
        chat().call('sendEvent', {
          ContentType: contentType,
          ...(Content !== undefined && { Content }),
          ...(clientToken !== undefined && { ClientToken: clientToken }),
        }),
      );
      return answered('sendEvent', metadata, contentType === TYPING ? typing$ : event$);
    },

    getTranscript: ({ metadata, ...args }: GetTranscriptArgs = {}) =>
      answered(
        'getTranscript',
        metadata,
        defer(() => chat().call('getTranscript', transcriptRequest(args))),
      ),

    getAttachmentURL: ({ attachmentId, metadata }: AttachmentArgs) =>
      promise(
        'getAttachmentURL',
        metadata,
        defer(() => chat().call('getAttachment', { AttachmentId: attachmentId })).pipe(
          map(({ Url }) => Url ?? ''),
        ),
      ),

    describeView: ({ viewToken, metadata }: DescribeViewArgs) =>
      answered(
        'describeView',
        metadata,
        defer(() => chat().call('describeView', { ViewToken: viewToken ?? '' })),
      ),

    getAuthenticationUrl: ({ redirectUri, sessionId, metadata }: GetAuthenticationUrlArgs) =>
      answered(
        'getAuthenticationUrl',
        metadata,
        defer(() =>
          chat().call('getAuthenticationUrl', { RedirectUri: redirectUri, SessionId: sessionId }),
        ),
      ),

    cancelParticipantAuthentication: ({
      sessionId,
      metadata,
    }: CancelParticipantAuthenticationArgs) =>
      answered(
        'cancelParticipantAuthentication',
        metadata,
        defer(() => chat().call('cancelParticipantAuthentication', { SessionId: sessionId })),
      ),

    disconnectParticipant: () =>
      promise(
        'disconnectParticipant',
        undefined,
        defer(() => chat().disconnect()).pipe(
          map(() => ({ data: answers.disconnect() ?? {} })),
          tap(() => {
            hasLeft = true;
          }),
        ),
      ),

    /** A new chat begins: whoever has left the last one may take part in it. */
    anew: () => {
      hasLeft = false;
    },
  };
}

/** @throws IllegalArgument where `content` is text, but no JSON */
function contentText(content: string | object | undefined): string | undefined {
  if (content === undefined || content === null || content === '') return undefined;
  if (typeof content !== 'string') return JSON.stringify(content);
  try {
    JSON.parse(content);
  } catch {
    throw new IllegalArgument('content is not JSON');
  }
  return content;
}

const transcriptRequest = ({
  contactId,
  maxResults = 15,
  nextToken,
  scanDirection = 'BACKWARD',
  sortOrder = 'ASCENDING',
  startPosition: { id, absoluteTime, mostRecent } = {},
}: GetTranscriptArgs) => ({
  MaxResults: maxResults,
  ScanDirection: scanDirection,
  SortOrder: sortOrder,
  StartPosition: {
    ...(id && { Id: id }),
    ...(absoluteTime && { AbsoluteTime: absoluteTime }),
    ...(mostRecent && { MostRecent: mostRecent }),
  },
  ...(nextToken && { NextToken: nextToken }),
  ...(contactId && { ContactId: contactId }),
});
