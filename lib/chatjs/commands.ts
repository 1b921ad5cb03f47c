import { defer, map, tap } from 'rxjs';
import { eventType, isMessageContentType, type OutgoingMessage } from '../lite.js';
import { IllegalArgument } from './answers.js';
import { createAsking } from './asking.js';
import { attachmentCommands } from './attachments.js';
import { createReceipts, receiptOf } from './receipts.js';
import type {
  CancelParticipantAuthenticationArgs,
  DescribeViewArgs,
  GetAuthenticationUrlArgs,
  GetTranscriptArgs,
  SendEventArgs,
  SendMessageArgs,
  SendMessageReceiptArgs,
} from './args.js';
import type { SessionContext } from './context.js';

const TYPING = eventType('typing');

/** The methods of a session that ask the service. */
export function createCommands(context: SessionContext) {
  const { chat, answers, readPage } = context;
  const { promise, answered, leave, ...asking } = createAsking();
  const { sendReceipt, forget } = createReceipts(context, promise);
  const typing$ = defer(() => chat().sendTyping()).pipe(map(() => answers.event(TYPING) ?? {}));

  return {
    sendMessage: ({ message, contentType, clientToken, metadata }: SendMessageArgs) => {
      if (typeof message !== 'string') {
        throw new IllegalArgument(`${String(message)} is not a valid message`);
      }
      if (!isMessageContentType(contentType)) {
        throw new IllegalArgument('contentType is not one of a message');
      }
      const outgoing: OutgoingMessage = {
        content: message,
        contentType,
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
        chat().sendEvent({
          contentType,
          ...(Content !== undefined && { content: Content }),
          ...(clientToken !== undefined && { clientToken }),
        }),
      ).pipe(map(() => answers.event(contentType) ?? {}));
      if (contentType === TYPING) return answered('sendEvent', metadata, typing$);
      const receipt = receiptOf(contentType);
      return receipt
        ? sendReceipt(receipt, { contentType, content, metadata }, Content, event$)
        : answered('sendEvent', metadata, event$);
    },

    sendMessageReceipt: ({
      event,
      message,
      metadata,
      clientToken,
      ...args
    }: SendMessageReceiptArgs) => {
      const messageId = args.messageId ?? message?.Id;
      if (!messageId || (event !== 'read' && event !== 'delivered')) {
        throw new IllegalArgument('a receipt needs an event, read or delivered, and a messageId');
      }
      return answered(
        'sendMessageReceipt',
        metadata,
        defer(() =>
          chat().sendEvent({
            contentType: eventType(`message.${event}`),
            content: { messageId },
            ...(clientToken !== undefined && { clientToken }),
          }),
        ).pipe(map(() => answers.event(eventType(`message.${event}`)) ?? {})),
      );
    },

    getTranscript: ({ metadata, ...args }: GetTranscriptArgs = {}) =>
      answered(
        'getTranscript',
        metadata,
        defer(() => chat().call('getTranscript', transcriptRequest(args))).pipe(
          tap(({ Transcript }) => {
            readPage(Transcript ?? []);
          }),
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
          tap(leave),
        ),
      ),

    ...attachmentCommands(context, answered, promise),
    anew: () => {
      asking.anew();
      forget();
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
